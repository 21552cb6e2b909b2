using System.CommandLine;
using System.Text.Json;
using CachingGateway.Commands.Running;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Commands;

/// <summary><c>event SOURCE</c>: signs one event as its source would, and posts it to a running gateway.</summary>
internal sealed class EventCommand
{
    private const string Variable = "env:";

    private readonly ICommandHost _host;
    private readonly ServeCommandOptions _serve = new();

    private readonly Argument<string> _source = new("source") { Description = "The source's name in the policy.", HelpName = "SOURCE" };

    private readonly Option<string?> _type = new("--type")
    {
        Description = "The event's type; the payload is then { type, timestamp, data }.",
        HelpName = "name",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "JSON, @file, or - for standard input: the event's data, or without --type the whole payload.",
        HelpName = "json",
    };

    private readonly Option<string?> _secret = new("--secret")
    {
        Description = "The secret, or env:NAME, in place of the policy's own.",
        HelpName = "secret",
    };

    private readonly Option<WebhookScheme> _scheme = new("--scheme")
    {
        Description = "With --secret: standard-webhooks (the default), hub-sha256 or bearer.",
        HelpName = "scheme",
        CustomParser = static result =>
        {
            var word = result.Tokens[0].Value;
            foreach (var (known, scheme) in WebhookSchemes.Words)
            {
                if (known == word)
                    return scheme;
            }

            result.AddError($"found \"{word}\"; allowed: {string.Join(", ", WebhookSchemes.Words.Select(each => each.Word))}");
            return default;
        },
    };

    private readonly Option<Uri?> _management = ManagementOptions.NewUrl(isRequired: true);

    private readonly Option<string?> _id = new("--id")
    {
        Description = "The event's id, to send the same one again (default: a new one).",
        HelpName = "id",
    };

    private readonly Option<bool> _json = CommandJson.Option("Write the answer as JSON.");

    private EventCommand(ICommandHost host) => _host = host;

    public static Command Create(ICommandHost host)
    {
        var parts = new EventCommand(host);
        var command = new Command("event", "Sign one event as its source would, and post it to a running gateway.")
        {
            parts._source, parts._type, parts._data, parts._serve.Policy, parts._serve.Config, parts._secret, parts._scheme,
            parts._management, parts._id, parts._json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(parts._type) is null && result.GetResult(parts._data) is null)
                result.AddError("Neither --type nor --data says what happened.");
            if (result.GetResult(parts._scheme) is not null && result.GetResult(parts._secret) is null)
                result.AddError("--scheme goes with --secret: the policy says how its own sources sign.");
        });
        command.SetAction((result, cancellation) => parts.RunAsync(result, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        var time = TimeProvider.System;
        if (await PayloadAsync(result, time.GetUtcNow(), error, cancellation) is not { } payload)
            return CommandLine.WrongUsage;
        var (signer, code) = await SignerAsync(result, error);
        if (signer is not { } known)
            return code;
        var post = new EventPost(result.GetValue(_management)!, result.GetValue(_source)!, known.Scheme, known.Secret, time);
        try
        {
            var answer = await post.SendAsync(result.GetValue(_id) ?? $"msg_{Guid.NewGuid():N}", payload, cancellation);
            var isRefused = EventAnswerText.IsRefused(answer);
            if (result.GetValue(_json))
                await output.WriteLineAsync(CommandJson.Write(answer));
            else
                await (isRefused ? error : output).WriteLineAsync(EventAnswerText.Write(answer));
            return isRefused ? CommandLine.Failed : 0;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await error.WriteLineAsync($"{result.GetValue(_management)}: {exception.Message}");
            return CommandLine.Failed;
        }
    }

    private async Task<byte[]?> PayloadAsync(ParseResult result, DateTimeOffset now, TextWriter error, CancellationToken cancellation)
    {
        var (type, data) = (result.GetValue(_type), result.GetValue(_data));
        try
        {
            var text = data switch
            {
                null => null,
                "-" => await Console.In.ReadToEndAsync(cancellation),
                ['@', .. var file] => await File.ReadAllTextAsync(file, cancellation),
                _ => data,
            };
            JsonElement? json = text is null ? null : JsonElement.Parse(text);
            return type is null ? JsonSerializer.SerializeToUtf8Bytes(json) : EventPost.Payload(type, json, now);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"--data: {exception.Message}");
            return null;
        }
    }

    private async Task<((WebhookScheme Scheme, byte[] Secret)? Signer, int Code)> SignerAsync(ParseResult result, TextWriter error)
    {
        if (result.GetValue(_secret) is { } given)
        {
            var secret = given.StartsWith(Variable, StringComparison.Ordinal)
                ? Environment.GetEnvironmentVariable(given[Variable.Length..]) ?? ""
                : given;
            var problem = "which is empty, or not set";
            if (secret.Length > 0 && WebhookSecret.Read(secret, result.GetValue(_scheme), out problem) is { } key)
                return ((result.GetValue(_scheme), key), 0);
            await error.WriteLineAsync($"--secret: found a secret, {problem}");
            return (null, CommandLine.WrongUsage);
        }

        if (await PolicyInForce.ReadAsync(_host, _serve.Read(result), error) is not { } policy)
            return (null, CommandLine.Failed);
        if (policy.Events.Sources.TryGetValue(result.GetValue(_source)!, out var source))
            return ((source.Scheme, source.Secrets[0]), 0);
        await error.WriteLineAsync(Unknown(result.GetValue(_source)!, policy));
        return (null, CommandLine.Failed);
    }

    private static string Unknown(string source, PolicySnapshot policy) =>
        $"{policy.Source} has no source \"{source}\"; there are: "
        + (policy.Events.Sources.Count == 0 ? "none" : string.Join(", ", policy.Events.Sources.Keys));
}
