using Headroom.Cli.Commands;

return await HeadroomCommand.RunAsync(args);
