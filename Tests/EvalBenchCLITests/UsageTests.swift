import TestSupport
import Testing

private let commands = ["compare", "train", "denoise", "measure", "simulate", "list"]

@Suite("The command line")
struct UsageTests {
  @Test("explains every command on stdout", arguments: commands)
  func help(_ command: String) throws {
    let outcome = try Tool.run([command, "--help"])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("USAGE: evalbench \(command)"))
    #expect(outcome.errors.isEmpty)
  }

  @Test("alone says what there is")
  func alone() throws {
    let outcome = try Tool.run([])
    #expect(outcome.code == 0)
    for command in commands { #expect(outcome.output.contains("  \(command) ")) }
  }

  @Test("refuses unknown flags with code 64 on stderr alone", arguments: commands)
  func unknownFlag(_ command: String) throws {
    let outcome = try Tool.run([command, "--nonsense"])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("--help"))
  }

  @Test(
    "refuses values that make no sense, naming them, before it touches anything",
    arguments: [
      (["frobnicate"], "frobnicate"), (["list", "nonsense"], "architectures"),
      (["compare", "--preset", "fastest"], "smoke, quick, standard"),
      (["compare", "--threads", "-1"], "--threads -1"), (["compare", "--threads", "many"], "many"),
      (["compare", "--micro-batch", "3"], "divides the batch of 8"),
      (["compare", "--seed", "-1"], "-1"), (["compare", "--pairs", "a"], "--pairs"),
      (["compare", "--candidates", ""], "--candidates"),
      (["compare", "--candidates", "dncn"], "did you mean 'dncnn'"),
      (["compare", "--candidates", "dncnn:depth=1000000000"], "depth"),
      (["compare", "--candidates", "unet:channels=3"], "channels=1"),
      (["compare", "--candidates", "nowhere.safetensors"], "nowhere.safetensors: no such file"),
      (["compare", "--config", "nowhere.yaml"], "nowhere.yaml"),
      (["train", "--architecture", "resnet", "--output", "x"], "nafnet-lite"),
      (["train", "--architecture", "dncnn", "--output", "x", "--steps", "0"], "--steps 0"),
      (["train", "--architecture", "dncnn", "--output", "x", "--learning-rate", "-1"], "-1"),
      (["train", "--architecture", "dncnn", "--output", "x", "--loss", "l3"], "charbonnier"),
      (
        ["train", "--architecture", "unet:levels=5", "--output", "x", "--patch", "40"],
        "multiple of 16"
      ),
      (["denoise", "a", "b.fits", "--model", "identity", "--strength", "2"], "--strength 2"),
      (["denoise", "a", "b.fits", "--model", "identity", "--strength", "-0.5"], "--strength -0.5"),
      (["denoise", "a", "b.fits", "--model", "identity", "--strength", "nan"], "--strength nan"),
      (["denoise", "a", "b.fits", "--model", "identity", "--tile", "3"], "--tile 3"),
      (["denoise", "a", "b.fits", "--model", "dncnn"], "without weights"),
      (["denoise", "a", "b.fits", "--model", "median:radius=x"], "radius"),
      (["denoise", "a", "b.fits", "--model", "identity", "--architecture", "dncnn"], "built-in"),
      (["measure", "--reference", "a", "--input", "b", "--output", "c", "--fwhm", "-3"], "--fwhm"),
      (["measure", "--reference", "a", "--input", "b", "--output", "c", "--tile", "-3"], "--tile"),
      (["simulate"], "--out"), (["simulate", "--out", "x", "--size", "-5"], "--size -5"),
      (["simulate", "--out", "x", "--scene", "moonbase"], "moonbase"),
    ])
  func badValue(_ arguments: [String], _ hint: String) throws {
    let place = try Workplace()
    let outcome = try Tool.run(arguments, in: place.path)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(hint), "\(outcome)")
    #expect(try place.files(".").isEmpty)
  }

  @Test("refuses an unknown CPU level before it computes", arguments: ["v9", "V4", "avx2", " "])
  func cpuLevel(_ level: String) throws {
    let outcome = try Tool.run(["list", "checks"], environment: ["EVALBENCH_CPU_LEVEL": level])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("EVALBENCH_CPU_LEVEL=\(level): this machine runs"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test("survives a reader that leaves early, also where nobody restored the signal")
  func brokenPipe() throws {
    let outcome = try Tool.shell(#""$E" list checks | head -1; echo "${PIPESTATUS[0]}""#)
    #expect(outcome.output.hasSuffix("\n0\n"), "\(outcome)")
    #expect(outcome.errors.isEmpty, "\(outcome)")
    let closed = try Tool.shell(#"trap '' PIPE; "$E" list checks | true; echo "${PIPESTATUS[0]}""#)
    #expect(closed.output == "0\n", "\(closed)")
  }

  @Test("says in one line that the result could not be written", arguments: [">/dev/full", ">&-"])
  func fullDisk(_ redirection: String) throws {
    let outcome = try Tool.shell(#""$E" list checks \#(redirection)"#)
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.hasPrefix("evalbench: the result cannot be written to stdout: "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test("keeps its exit code when nobody can be told")
  func closedErrors() throws {
    #expect(try Tool.shell(#""$E" nonsense 2>&-"#).code == 64)
  }
}
