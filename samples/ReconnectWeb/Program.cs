using System.Diagnostics.CodeAnalysis;

[assembly: SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The entry point has none.")]

var app = WebApplication.CreateBuilder(args).Build();
await app.RunAsync();
