using System.Reflection;
using System.Reflection.Emit;

namespace CachingGateway.UnitTests.Architecture;

/// <summary>
/// The types that a compiled type uses: base types, attributes, fields, signatures, locals, and whatever the instructions of
/// its methods name. What the compiler leaves no trace of (constants, <c>nameof</c>) is left to the scan of the sources.
/// </summary>
internal static class TypesUsed
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static HashSet<Type> By(Type type)
    {
        var used = new HashSet<Type>();
        Add(used, type.BaseType);
        AddAll(used, type.GetInterfaces());
        AddAll(used, type.CustomAttributes.Select(attribute => attribute.AttributeType));
        foreach (var member in type.GetMembers(All))
        {
            AddAll(used, member.CustomAttributes.Select(attribute => attribute.AttributeType));
            AddMember(used, member);
            if (member is MethodBase method)
            {
                AddBody(used, method);
            }
        }

        return used;
    }

    private static void AddMember(HashSet<Type> used, MemberInfo? member)
    {
        Add(used, member?.DeclaringType);
        switch (member)
        {
            case Type type:
                Add(used, type);
                break;
            case FieldInfo field:
                Add(used, field.FieldType);
                break;
            case MethodBase method:
                AddAll(used, method.GetParameters().Select(parameter => parameter.ParameterType));
                Add(used, (method as MethodInfo)?.ReturnType);
                AddAll(used, method is { IsGenericMethod: true } ? method.GetGenericArguments() : []);
                break;
        }
    }

    private static void AddBody(HashSet<Type> used, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
        {
            return;
        }

        AddAll(used, body.LocalVariables.Select(local => local.LocalType));
        AddAll(used, body.ExceptionHandlingClauses
            .Where(clause => clause.Flags is ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType));
        foreach (var token in Tokens(il))
        {
            AddMember(used, Resolve(method, token));
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod);
    }

    /// <summary>The metadata tokens in a method's instructions (ECMA-335 III.1.9).</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xfe ? Codes[(short)((il[at] << 8) | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod
                or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(il, at);
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static void AddAll(HashSet<Type> used, IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            Add(used, type);
        }
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null || !used.Add(type))
        {
            return;
        }

        Add(used, type.HasElementType ? type.GetElementType() : null);
        AddAll(used, type.IsGenericType ? type.GetGenericArguments() : []);
    }
}
