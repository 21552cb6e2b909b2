using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Fetching;

/// <summary>
/// The body of a fill's answer that is for the client alone that caused the fill. It is not kept, so the fill hands it to that client,
/// who reads it himself, and waits until he has.
/// </summary>
internal sealed class PrivateBody(Fill fill, HttpResponseMessage answer) : IBodyWaits
{
    /// <summary>How long the client may take for what is sent in one go. Default 20 s: 3 KB/s.</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<bool> _passedOn = new();

    public CancellationToken Token => fill.Cancellation;

    /// <summary>Ends when the client has the body, or will not get it whole.</summary>
    public async ValueTask<bool> WhenPassedOnAsync()
    {
        if (_passedOn.Task.IsCompleted)
            return _passedOn.Task.Result;
        // Ends as well where the client left before he took it up.
        await using var left = fill.Cancellation.UnsafeRegister(
            static body => ((PrivateBody)body!)._passedOn.TrySetResult(false), this);
        return await _passedOn.Task;
    }

    /// <summary>Passes it on to the client; breaks his connection off where the origin breaks off.</summary>
    public async ValueTask PassOnAsync(HttpContext client)
    {
        var isWhole = false;
        try
        {
            await using var leaving = client.RequestAborted.UnsafeRegister(static fill => ((Fill)fill!).Cancel(), fill);
            isWhole = await AnswerBody.CopyAsync(answer, client.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), this);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            client.Abort();
        }
        finally
        {
            // Ended before the client lets go of it: it is not abandoned.
            fill.Body.End(isWhole ? FillEnd.Complete : FillEnd.Broken);
            _passedOn.TrySetResult(isWhole);
        }
    }

    void IBodyWaits.ForOrigin() => fill.Progress();

    void IBodyWaits.ForClient() => fill.Rest(ClientPatience);
}
