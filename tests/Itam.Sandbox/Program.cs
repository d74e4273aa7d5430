using Itam.Sandbox.Demo;

return await DemoCommand.RunAsync(args);
