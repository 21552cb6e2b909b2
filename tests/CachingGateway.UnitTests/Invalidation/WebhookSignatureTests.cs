using System.Text;
using CachingGateway.Invalidation.Events;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

/// <summary>Vectors are those of the specifications, computed by other programs.</summary>
public sealed class WebhookSignatureTests
{
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string HubSecret = "It's a Secret to Everybody";
    private const string HubSignature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void SpecificationsOwnVector_IsProved() => Assert.True(Check(Standard(StandardSecret), Fields(), Body));

    [Theory]
    [InlineData("v1,AAAA " + Signature)]
    [InlineData(Signature + " v1a,anything")]
    [InlineData("v2,x " + Signature + " v1,")]
    public void OneOfSeveralSignatures_IsEnough(string signatures) =>
        Assert.True(Check(Standard(StandardSecret), Fields(signature: signatures), Body));

    [Fact]
    public void EitherSecretOfARotation_Proves()
    {
        Assert.True(Check(Standard(OtherSecret, StandardSecret), Fields(), Body));
        Assert.True(Check(Standard(StandardSecret, OtherSecret), Fields(), Body));
        Assert.False(Check(Standard(OtherSecret), Fields(), Body));
    }

    [Theory]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,no base64")]
    [InlineData("v1,")]
    [InlineData("")]
    public void OtherSignature_DoesNot(string signature) =>
        Assert.False(Check(Standard(StandardSecret), Fields(signature: signature), Body));

    [Fact]
    public void AnythingSignedThatIsChanged_IsNotProved()
    {
        Assert.False(Check(Standard(StandardSecret), Fields(), """{"test": 2432232315}"""u8.ToArray()));
        Assert.False(Check(Standard(StandardSecret), Fields(id: "msg_other"), Body));
        Assert.False(Check(Standard(StandardSecret), Fields(time: "1614265331"), Body));
    }

    [Theory]
    [InlineData(0, EventReason.Taken)]
    [InlineData(300, EventReason.Taken)]
    [InlineData(-300, EventReason.Taken)]
    [InlineData(301, EventReason.BadTime)]
    [InlineData(-301, EventReason.BadTime)]
    [InlineData(600, EventReason.BadTime)]
    public void TimeOfSigning_IsWithinFiveMinutesBothWays(int secondsLater, object expected) => Assert.Equal(
        (EventReason)expected, WebhookSignature.Examine(Standard(StandardSecret), Fields(), Signed.AddSeconds(secondsLater)));

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void MissingField_IsABadSignatureBeforeTheBodyIsRead(string name)
    {
        var fields = Fields();
        fields.Remove(name);

        Assert.Equal(EventReason.BadSignature, WebhookSignature.Examine(Standard(StandardSecret), fields, Signed));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("1614265330.5")]
    [InlineData("-5")]
    [InlineData("99999999999999999999999")]
    public void TimeThatIsNone_IsABadSignature(string time) =>
        Assert.Equal(EventReason.BadSignature, WebhookSignature.Examine(Standard(StandardSecret), Fields(time: time), Signed));

    [Fact]
    public void LargestTime_IsABadTime() => Assert.Equal(
        EventReason.BadTime, WebhookSignature.Examine(Standard(StandardSecret), Fields(time: "9223372036854775807"), Signed));

    [Fact]
    public void IdOfOver256Characters_IsABadSignature() => Assert.Equal(
        EventReason.BadSignature, WebhookSignature.Examine(Standard(StandardSecret), Fields(id: new string('x', 257)), Signed));

    [Theory]
    [InlineData(HubSignature, true)]
    [InlineData("sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17", true)]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", false)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18", false)]
    [InlineData("sha256=757107ea", false)]
    [InlineData("sha256=", false)]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", false)]
    [InlineData(HubSignature + "00", false)]
    public void HubSignature_IsProvedByGitHubsOwnVector(string signature, bool proved) => Assert.Equal(
        proved,
        Check(
            Source(WebhookScheme.HubSha256, HubSecret),
            new HeaderDictionary { ["X-Hub-Signature-256"] = signature },
            "Hello, World!"u8.ToArray()));

    [Theory]
    [InlineData("Bearer the-token", true)]
    [InlineData("bearer the-token", true)]
    [InlineData("Bearer the-other", true)]
    [InlineData("Bearer the-toke", false)]
    [InlineData("Bearer the-token2", false)]
    [InlineData("Basic the-token", false)]
    [InlineData("Bearer ", false)]
    [InlineData("", false)]
    public void Bearer_IsOneOfTheSecretsWhole(string field, bool proved) => Assert.Equal(
        proved, Check(Source(WebhookScheme.Bearer, "the-token", "the-other"), new HeaderDictionary { ["Authorization"] = field }, []));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void WhatIsSigned_IsProved(int scheme)
    {
        var source = Source((WebhookScheme)scheme, scheme == 0 ? StandardSecret : "the-token");
        var fields = new HeaderDictionary();

        WebhookSignature.Sign(source.Scheme, source.Secrets[0], Id, Signed, Body, fields);

        Assert.True(Check(source, fields, Body));
    }

    [Fact]
    public void StandardSignature_IsTheSpecificationsOwn()
    {
        var fields = new HeaderDictionary();

        WebhookSignature.Sign(WebhookScheme.StandardWebhooks, Standard(StandardSecret).Secrets[0], Id, Signed, Body, fields);

        Assert.Equal(Signature, fields["webhook-signature"]);
        Assert.Equal("1614265330", fields["webhook-timestamp"]);
    }

    private static bool Check(EventSource source, HeaderDictionary fields, byte[] body) =>
        WebhookSignature.Examine(source, fields, Signed) == EventReason.Taken && WebhookSignature.Proves(source, fields, body);

    private static EventSource Standard(params string[] secrets) => Source(WebhookScheme.StandardWebhooks, secrets);

    private static EventSource Source(WebhookScheme scheme, params string[] secrets) => new(
        "origin",
        scheme,
        [.. secrets.Select(secret => WebhookSecret.Read(secret, scheme, out _) ?? Encoding.UTF8.GetBytes(secret))],
        EventTemplate.Plain("x"),
        new RateLimit(1000, TimeSpan.FromSeconds(1)));

    private static HeaderDictionary Fields(string id = Id, string time = "1614265330", string signature = Signature) => new()
    {
        ["webhook-id"] = id,
        ["webhook-timestamp"] = time,
        ["webhook-signature"] = signature,
    };
}
