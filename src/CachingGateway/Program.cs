using CachingGateway.Hosting;

return await GatewayApplication.RunAsync(args);
