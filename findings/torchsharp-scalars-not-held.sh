#!/usr/bin/env bash
# TorchSharp 0.107.0: who keeps a number alive while libtorch reads it. Read from the library's own IL; nothing is computed.
#
# Good guess:  an object that owns native memory is kept alive by the call that it is handed to, as a SafeHandle would be, so `tensor * 2.0` is as safe
#              as `tensor * other`.
# Seen:        Scalar has a finalizer that frees its native number. 92 functions read its Handle, a bare pointer, and hand that on; of them, index_put_
#              alone calls GC.KeepAlive. `tensor * 2.0` makes such a Scalar, and so does the `+` of two tensors, by way of add: the 1 that the second one is weighed with. `-`, `*`
#              and `/` of two tensors make none.
# So what:     a collection between the two lets the finalizer's thread free what native code is about to read, which long trainings on busy machines meet
#              as a rare error ("Unknown scalar type") or another number. Make the Scalar yourself, call the overload that takes it (add with an alpha),
#              and dispose it behind the call.
#
# Needs the .NET 10 SDK. Exits with 1 when the behaviour has changed.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

cat > finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="TorchSharp" Version="0.107.0" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

const BindingFlags Any = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
var codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

Console.WriteLine($"Scalar has a finalizer: {typeof(Scalar).GetMethod("Finalize", Any) is not null}");
Say("tensor * 2.0", typeof(Tensor).GetMethod("op_Multiply", [typeof(Tensor), typeof(double)])!);
Say("mul(Scalar)", typeof(Tensor).GetMethod("mul", [typeof(Scalar)])!);
Say("tensor + tensor", typeof(Tensor).GetMethod("op_Addition", [typeof(Tensor), typeof(Tensor)])!);
Say("add(Tensor)", typeof(Tensor).GetMethod("add", [typeof(Tensor)])!);
Say("add(Tensor, Scalar)", typeof(Tensor).GetMethod("add", [typeof(Tensor), typeof(Scalar)])!);
foreach (var name in new[] { "op_Subtraction", "op_Multiply", "op_Division" })
    Say($"{name} of two tensors", typeof(Tensor).GetMethod(name, [typeof(Tensor), typeof(Tensor)])!);
var readers = typeof(Scalar).Assembly.GetTypes().SelectMany(type => type.GetMethods(Any)).Where(method => Calls(method).Any(IsHandle)).ToList();
Console.WriteLine($"functions that read a Scalar's Handle: {readers.Count}");
Console.WriteLine($"of them with GC.KeepAlive: {string.Join(", ", readers.Where(method => Calls(method).Any(call => call.Name == nameof(GC.KeepAlive))).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"))}");

void Say(string what, MethodBase method) =>
    Console.WriteLine($"{what}: {(Calls(method).Any(Makes) ? "makes a Scalar" : "makes none itself")}{(Calls(method).Any(IsHandle) ? ", reads a Handle" : "")}");

static bool Makes(MethodBase call) => call is MethodInfo { ReturnType.Name: nameof(Scalar) } || (call.IsConstructor && call.DeclaringType == typeof(Scalar));

static bool IsHandle(MethodBase call) => call.DeclaringType == typeof(Scalar) && call.Name == "get_Handle";

IEnumerable<MethodBase> Calls(MethodBase method)
{
    if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        yield break;
    for (var at = 0; at < il.Length;)
    {
        var code = codes[il[at] == 0xFE ? (ushort)(0xFE00 | il[++at]) : il[at]];
        at++;
        if (code.OperandType == OperandType.InlineMethod)
            yield return method.Module.ResolveMethod(BitConverter.ToInt32(il, at), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)!;
        at += code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
            _ => 4,
        };
    }
}
CS
dotnet build -v q -o out > build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/finding.dll | tee seen.txt
diff seen.txt - <<'TXT'
Scalar has a finalizer: True
tensor * 2.0: makes a Scalar
mul(Scalar): makes none itself, reads a Handle
tensor + tensor: makes none itself
add(Tensor): makes a Scalar
add(Tensor, Scalar): makes none itself, reads a Handle
op_Subtraction of two tensors: makes none itself
op_Multiply of two tensors: makes none itself
op_Division of two tensors: makes none itself
functions that read a Scalar's Handle: 92
of them with GC.KeepAlive: Tensor.index_put_
TXT
echo "As described."
