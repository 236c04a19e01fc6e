import Foundation
import Testing

@Suite("evalbench bench and plan")
struct BenchCommandTests {
  private struct Line: Decodable {
    struct Seconds: Decodable { var median, min, max: Double }
    var architecture, mode, cpuLevel: String
    var size, batch, threads, parameters, peakBytes: Int
    var residentBytes: Int?
    var gflop, gflops: Double
    var seconds: Seconds
  }

  private func bench(_ arguments: [String]) throws -> Line {
    let outcome = try Tool.run(["bench", "--json", "--repeats", "3"] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 1)
    return try JSONDecoder().decode(Line.self, from: Data(outcome.output.utf8))
  }

  @Test(
    "counts the work of the reference networks as the specification does",
    arguments: [
      // GFLOP at 1024x1024 of docs/performance.md's networks, to the figure given there.
      ("dncnn", 555_137, 1162.0), ("unet", 1_925_025, 294.0),
      ("nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1", 1_722_737, 47.0),
    ])
  func work(_ architecture: String, _ parameters: Int, _ gflop: Double) throws {
    let line = try bench(["--architecture", architecture, "--size", "128", "--threads", "1"])
    #expect(line.parameters == parameters)
    #expect(abs(line.gflop * 64 - gflop) < 0.51)
    #expect(line.mode == "infer" && line.size == 128 && line.batch == 1 && line.threads == 1)
    #expect(line.seconds.min <= line.seconds.median && line.seconds.median <= line.seconds.max)
    #expect(abs(line.gflops * line.seconds.median / line.gflop - 1) < 1e-9)
  }

  @Test("a training step is three passes, of eight images unless told otherwise")
  func training() throws {
    let forward = try bench(["--architecture", "unet:width=8,levels=2", "--size", "32"])
    let step = try bench([
      "--architecture", "unet:width=8,levels=2", "--size", "32", "--mode", "train",
    ])
    #expect(step.batch == 8)
    #expect(abs(step.gflop / forward.gflop - 24) < 1e-9)
  }

  @Test(
    "the memory that it computes is the memory that it takes, within a tenth",
    arguments: [
      ["--architecture", "dncnn", "--size", "384"],
      ["--architecture", "unet:width=32,levels=3", "--size", "512"],
      ["--architecture", "nafnet-lite", "--size", "768"],
      ["--architecture", "dncnn:depth=8,width=64", "--size", "96", "--mode", "train"],
      ["--architecture", "unet:width=32,levels=3", "--size", "96", "--mode", "train"],
      ["--architecture", "nafnet-lite", "--size", "96", "--mode", "train"],
      ["--architecture", "dncnn", "--size", "96", "--mode", "train", "--micro-batch", "2"],
    ])
  func memory(_ arguments: [String]) throws {
    let line = try bench(arguments)
    guard let resident = line.residentBytes else { return }
    // The process itself, its pages of code and the JSON encoder, is not the plan's: up to 8 MiB.
    let own = Double(8 << 20)
    #expect(Double(resident) < 1.1 * Double(line.peakBytes) + own)
    #expect(Double(resident) > 0.9 * Double(line.peakBytes))
  }

  @Test("plan shows the steps and the same memory that bench computes")
  func plan() throws {
    let work = ["--architecture", "nafnet-lite", "--size", "64", "--threads", "2"]
    let outcome = try Tool.run(["plan"] + work)
    #expect(outcome.code == 0)
    let line = try bench(work)
    #expect(outcome.output.hasSuffix("peakBytes \(line.peakBytes)\n"))
    #expect(outcome.output.contains("convolution+residual"))
    #expect(outcome.output.contains("1×16×64×64"))
  }

  @Test(
    "bad requests are told apart and answered in words",
    arguments: [
      (["bench", "--architecture", "resnet", "--size", "64"], "dncnn"),
      (["bench", "--architecture", "unet", "--size", "100"], "multiple of 8"),
      (["bench", "--architecture", "unet", "--size", "0"], "--size 0"),
      (["bench", "--architecture", "unet", "--size", "64", "--repeats", "0"], "--repeats 0"),
      (
        [
          "bench", "--architecture", "dncnn", "--size", "64", "--mode", "train", "--micro-batch",
          "3",
        ],
        "divides the batch of 8"
      ),
      (
        ["bench", "--architecture", "dncnn", "--size", "64", "--batch", "4", "--micro-batch", "2"],
        "--mode train"
      ),
      (
        ["train", "--architecture", "dncnn", "--output", "/nonexistent", "--micro-batch", "0"],
        "micro-batch 0"
      ),
      (["bench", "--architecture", "unet", "--size", "32768", "--batch", "9999999"], "2^31"),
      (["plan", "--architecture", "unet", "--threads", "-1"], "--threads -1"),
    ])
  func refusals(_ arguments: [String], _ hint: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  }
}
