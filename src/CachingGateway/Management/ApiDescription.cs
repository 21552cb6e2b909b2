using System.Globalization;
using CachingGateway.Management.Access;
using CachingGateway.Management.Requests;
using CachingGateway.Management.Statistics;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CachingGateway.Management;

/// <summary>The API's description, made of the calls as they are mapped.</summary>
internal static class ApiDescription
{
    public const string Path = "/openapi/{documentName}.json";

    private const string Scheme = "bearer";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", static options =>
    {
        options.AddDocumentTransformer(static (document, _, _) => Describe(document));
        options.AddOperationTransformer(static (operation, context, _) => Describe(operation, context));
    });

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CachingGateway management",
            Version = Lifetime.Version,
            Description = "What operators ask of a running gateway. docs/management.md says it in words.",
        };
        document.AddComponent(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description = $"A token of the settings; its scopes are of {ScopeNames.All}. Without tokens this machine alone is answered.",
        });
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = $"{parameter.Meaning} Allowed: {parameter.Allowed}.",
                Schema = SchemaOf(parameter),
            });
        }

        if (metadata.OfType<AccessMetadata>().LastOrDefault()?.Rule is { } rule and not (AccessRule.Everybody or AccessRule.Page))
        {
            operation.Description = $"Needs {ScopeNames.Of(rule)}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => parameter switch
    {
        IntegerParameter number => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Default = number.Usual,
            Minimum = number.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = number.Most.ToString(CultureInfo.InvariantCulture),
        },
        FlagParameter => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false },
        TextParameter text => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = text.MaxChars },
        _ => new OpenApiSchema(),
    };
}
