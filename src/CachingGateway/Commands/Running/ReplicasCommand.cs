using System.CommandLine;
using CachingGateway.Management;

namespace CachingGateway.Commands.Running;

/// <summary><c>replicas</c>: who is there, and how far each is.</summary>
internal static class ReplicasCommand
{
    public static Command Create()
    {
        var options = new ManagementOptions();
        var command = new Command("replicas", "List the replicas of a running gateway, and how far each has applied what was invalidated.");
        options.AddTo(command);
        command.SetAction((result, cancellation) => RunningGateway.AskAsync<ReplicasAnswer>(
            result, options, client => client.GetAsync("/replicas", cancellation), static (replicas, _) => Write(replicas)));
        return command;
    }

    private static string Write(ReplicasAnswer answer)
    {
        var table = new TextTable("REPLICA", "STATE", ">APPLIED", ">LAG", ">LEASE ms", ">HEARD ms AGO");
        foreach (var replica in answer.Replicas)
            table.Add(replica.Id, State(replica), replica.Applied, replica.Lag, replica.LeaseMs, replica.HeardMsAgo);
        return $"{table}{Environment.NewLine}generation {answer.Generation ?? "not known yet"}, head {answer.Head}";
    }

    private static string State(ReplicaLine replica) =>
        replica.IsSelf ? replica.IsInStep == true ? "in step (asked)" : "cut off (asked)" : replica.IsLive ? "live" : "silent";
}
