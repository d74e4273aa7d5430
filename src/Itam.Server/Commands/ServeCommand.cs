using System.CommandLine;
namespace Itam.Server.Commands;
internal static class ServeCommand { public static Command Create() => new("serve"); }
