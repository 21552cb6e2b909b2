namespace CachingGateway.Storage.Redis;

/// <summary>Why a call to Redis has no result. A closed set: the same names appear in logs and metrics.</summary>
internal enum RedisFault
{
    /// <summary>It has one.</summary>
    None,

    // Not sent.

    /// <summary>There is no connection now; one is being made.</summary>
    NotConnected,

    /// <summary>Redis did not answer lately, so nobody waits for it.</summary>
    BreakerOpen,

    /// <summary>Too many calls or bytes are on their way already.</summary>
    Busy,

    // Sent, and perhaps carried out.

    /// <summary>No answer in time. The call may still be carried out later.</summary>
    Timeout,

    /// <summary>The connection broke before the answer.</summary>
    ConnectionLost,

    // Refused by the server.

    /// <summary><c>OOM</c>: it is full and evicts nothing.</summary>
    OutOfMemory,

    /// <summary><c>READONLY</c>: it is a replica.</summary>
    ReadOnly,

    /// <summary><c>LOADING</c>: it reads its data from disk, and answers soon.</summary>
    Loading,

    /// <summary><c>MISCONF</c>: it cannot write to its disk and refuses writes.</summary>
    CannotPersist,

    /// <summary><c>NOREPLICAS</c>, <c>MASTERDOWN</c>: it lacks the partner that it wants.</summary>
    NoReplicas,

    /// <summary><c>CLUSTERDOWN</c>, <c>MOVED</c>, <c>ASK</c>, <c>TRYAGAIN</c>: the cluster is being changed.</summary>
    ClusterChanging,

    /// <summary><c>CROSSSLOT</c>: keys of one call belong to different nodes; a fault of the gateway's.</summary>
    CrossSlot,

    /// <summary><c>NOSCRIPT</c>: the script was forgotten again while it was being sent.</summary>
    NoScript,

    /// <summary><c>BUSY</c>: somebody's script runs for too long.</summary>
    ScriptRunning,

    /// <summary><c>WRONGTYPE</c>: under this key stands something that is not the gateway's.</summary>
    WrongType,

    /// <summary><c>NOAUTH</c>, <c>WRONGPASS</c>, <c>NOPERM</c>: the password is wrong or allows too little.</summary>
    NotAllowed,

    /// <summary>Anything else; the message says what.</summary>
    Other,
}
