return await Headroom.Server.Hosting.ServerHost.RunAsync(args);
