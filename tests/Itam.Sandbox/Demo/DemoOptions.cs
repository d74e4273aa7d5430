namespace Itam.Sandbox.Demo;

/// <param name="Check">Verify the notes and end, instead of staying up.</param>
/// <param name="Server">Path of itam.dll.</param>
/// <param name="Port">Of the Sandbox; a free one when taken.</param>
/// <param name="ServerPort">Of the product; a free one when taken.</param>
internal sealed record DemoOptions(bool Check, string Server, int Port, int ServerPort, string Data);
