using Itam.Benchmarks;

await ReceivingBench.RunAsync(Console.Out, TimeProvider.System);
