namespace CachingGateway.Entries;

/// <summary>Why stored bytes are not the entry that was asked for. A closed set: the same names appear in logs and metrics.</summary>
internal enum EntryFault
{
    /// <summary>They are.</summary>
    None,

    /// <summary>They do not begin as an entry does.</summary>
    NotAnEntry,

    /// <summary>Of a format before or after the one that is read here.</summary>
    Version,

    /// <summary>Shorter or longer than they say.</summary>
    Length,

    /// <summary>A checksum differs: they are not what was written.</summary>
    Checksum,

    /// <summary>Whole, but of another key or variant.</summary>
    WrongKey,

    /// <summary>Whole, and makes no sense: written by something else.</summary>
    Malformed,

    /// <summary>Stored in a way that nothing here stores: another type, or without an expiry.</summary>
    WrongType,
}
