using CachingGateway.Commands;
using CachingGateway.Hosting;

SocketScheduling.Inline();
return await CommandLine.RunAsync(args, new CommandHost());
