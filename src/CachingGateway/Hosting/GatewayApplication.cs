using CachingGateway.Commands;
using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Policies;

namespace CachingGateway.Hosting;

/// <summary>One gateway: its listeners, its pipeline and its state. Tests start it in their own process.</summary>
internal sealed class GatewayApplication : IAsyncDisposable
{
    /// <summary>How long a start waits for the other replicas; a Redis that is there answers in a fraction of it.</summary>
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(1);

    private readonly WebApplication _web;
    private readonly Listeners _listeners;
    private readonly TimeSpan _drain;
    private bool _isDisposed;

    private GatewayApplication(WebApplication web, Listeners listeners, TimeSpan drain) =>
        (_web, _listeners, _drain) = (web, listeners, drain);

    /// <summary>Where clients are answered, with the ports that were bound: <c>http://127.0.0.1:40123</c>.</summary>
    public IReadOnlyList<Uri> DataAddresses => _listeners.DataAddresses;

    /// <summary>Where operators are answered.</summary>
    public IReadOnlyList<Uri> ManagementAddresses => _listeners.ManagementAddresses;

    /// <summary>Where events alone are taken; often nowhere.</summary>
    public IReadOnlyList<Uri> EventsAddresses => _listeners.EventsAddresses;

    /// <summary>Ends when the process is asked to end.</summary>
    public CancellationToken Stopping => _web.Lifetime.ApplicationStopping;

    /// <summary>Builds and starts a gateway as <c>serve</c> does; the arguments are those of the command line.</summary>
    /// <exception cref="StartException">The settings or the policy cannot work; its message names every fault.</exception>
    public static Task<GatewayApplication> StartAsync(string[] args) => StartAsync(CommandLine.ParseServe(args));

    /// <inheritdoc cref="StartAsync(string[])"/>
    public static async Task<GatewayApplication> StartAsync(ServeOptions options)
    {
        var (settings, file) = Settings.Gather(options, TimeProvider.System);
        var faults = new List<string>();
        var gateway = GatewayOptions.Read(settings, faults);
        faults.AddRange(Origins.Faults(settings, options));
        faults.AddRange(ListenerCheck.Faults(settings, options));
        var telemetry = TelemetrySettings.Read(settings, faults);
        var policies = Policy(gateway, faults);
        if (policies is null || faults.Count > 0)
            throw new StartException(string.Join(Environment.NewLine, faults));

        var listeners = new Listeners(settings, options);
        var web = GatewayBuilder.Build(settings, options, gateway, telemetry, policies, listeners);
        try
        {
            GatewayBuilder.Map(web);
            // Who is let in before would find nothing stored, and a write of his could not be recorded.
            await web.Services.GetRequiredService<Invalidator>().WhenFirstInStepAsync(StepLimit);
            await web.StartAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await web.DisposeAsync();
            throw new StartException(Reasons(exception));
        }

        Watch(web, settings, file, policies);
        var application = new GatewayApplication(web, listeners, gateway.Drain);
        if (telemetry.Traces is not null || telemetry.Metrics is not null)
            Log.Exporting(web.Logger, telemetry.Traces ?? "nowhere", telemetry.Metrics ?? "nowhere");
        Log.Started(web.Logger, string.Join(", ", application.DataAddresses), string.Join(", ", application.ManagementAddresses));
        return application;
    }

    /// <summary>Unready first, then requests in flight finish, then the listeners close.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        var state = _web.Services.GetRequiredService<GatewayState>();
        Log.Draining(_web.Logger);
        state.IsDraining = true;
        var time = _web.Services.GetRequiredService<TimeProvider>();
        var began = time.GetTimestamp();
        await _web.Services.GetRequiredService<InFlight>().WhenDoneAsync(_drain, time);
        var left = _drain - time.GetElapsedTime(began);
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
    }

    private static PolicySource? Policy(GatewayOptions gateway, List<string> faults)
    {
        if (gateway.Policy is not { Length: > 0 } path)
            return PolicySource.BuiltIn(TimeProvider.System);
        var load = PolicyLoader.Load(path);
        faults.AddRange(load.Faults.Select(fault => fault.ToString()));
        return load.IsGood ? PolicySource.Watching(path, load, TimeProvider.System) : null;
    }

    // What may change while the gateway runs.
    private static void Watch(WebApplication web, IConfigurationRoot settings, SettingsFile? file, PolicySource policies)
    {
        var (state, log, routes) = (web.Services.GetRequiredService<GatewayState>(), web.Logger, web.Services.GetRequiredService<RouteMeters>());
        routes.Know(policies.Current.Routes.Select(route => route.Name));
        policies.Reloaded = reload =>
        {
            routes.Know(reload.Current.Routes.Select(route => route.Name));
            if (reload.IsGood)
                Log.PolicyLoaded(log, reload.Current.Source, reload.Current.Version, reload.Current.Routes.Count);
            else
                Log.PolicyReloadFailed(log, string.Join('\n', reload.Faults));
        };
        Log.PolicyLoaded(log, policies.Current.Source, policies.Current.Version, policies.Current.Routes.Count);
        if (file is null)
            return;
        file.Refused = problem => Log.SettingsReloadFailed(log, problem);
        var tokens = web.Services.GetRequiredService<ManagementTokens>();
        Microsoft.Extensions.Primitives.ChangeToken.OnChange(settings.GetReloadToken, () =>
        {
            var faults = new List<string>();
            var reloaded = GatewayOptions.Read(settings, faults);
            if (faults.Count > 0)
            {
                Log.SettingsReloadFailed(log, string.Join("; ", faults));
            }
            else
            {
                tokens.Use(reloaded.Tokens);
                if (state.IsEnabled == reloaded.Enabled)
                    return;
                state.IsEnabled = reloaded.Enabled;
                Log.Switched(log, reloaded.Enabled ? "on" : "off");
            }
        });
    }

    private static string Reasons(Exception exception) => exception switch
    {
        AggregateException many => string.Join(Environment.NewLine, many.Flatten().InnerExceptions.Select(Reasons)),
        // Each layer says it again in its own words.
        { InnerException: { } inner } when Reasons(inner) is var more && !exception.Message.Contains(more, StringComparison.OrdinalIgnoreCase) =>
            $"{exception.Message} {more}",
        _ => exception.Message,
    };
}
