import Architectures
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Every architecture")
struct ArchitectureTests {
  /// The rows of engine.md: what must be built, and how many scalars it learns.
  static let published: [(String, Int)] = [
    ("dncnn", 555_137),
    ("dncnn:depth=20,width=64", 665_921),
    ("dncnn:depth=20,width=64,channels=3", 668_227),
    ("unet", 1_925_025),
    ("unet:width=16,levels=4", 481_745),
    ("nafnet-lite", 288_113),
    ("nafnet-lite:channels=3", 288_691),
    ("nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1", 1_722_737),
    ("nafnet:width=32,enc=2-2-4-8,mid=12,dec=2-2-2-2,channels=3", 29_159_715),
  ]

  @Test("learns as many scalars as published", arguments: published)
  func parameterCount(_ specification: String, _ count: Int) throws {
    let architecture = try Architectures.make(specification)
    let network = try architecture.network(input: Shape(1, architecture.channels, 32, 32))
    #expect(network.parameterCount == count)
    #expect(Set(network.parameters.map(\.name)).count == network.parameters.count)
  }

  // engine.md counts two operations a multiply-accumulate at 1024 x 1024 and rounds to whole GFLOP.
  @Test(
    "costs what the design says",
    arguments: [
      ("dncnn", 1162.0), ("unet", 294),
      ("nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1", 47),
    ])
  func cost(_ specification: String, _ gigaflop: Double) throws {
    let network = try Architectures.make(specification).network(input: Shape(1, 1, 1024, 1024))
    let computed = network.multiplyAccumulates * 2 * 1024 * 1024 / 1e9
    #expect(abs(computed - gigaflop) <= 0.5)
  }

  @Test("spells out a specification that makes itself again", arguments: Architectures.ids)
  func specification(_ id: String) throws {
    let architecture = try Architectures.make(id)
    let again = try Architectures.make(architecture.specification)
    #expect(again.specification == architecture.specification)
    #expect(architecture.specification.hasPrefix("\(id):"))
  }

  @Test("knows its alignment and how far it sees")
  func reach() throws {
    func network(_ specification: String) throws -> Network {
      try Architectures.make(specification).network(input: Shape(1, 1, 32, 32))
    }
    let dncnn = try network("dncnn:depth=5,width=2")
    #expect(dncnn.alignment == 1)
    #expect(dncnn.halo == 5)
    // Two levels: 2 + 2 * 2 pixels down, 1 from the transposed convolution's blocks, 2 at the top.
    let unet = try network("unet:width=2,levels=2")
    #expect(unet.alignment == 2)
    #expect(unet.halo == 9)
    let nafnet = try network("nafnet-lite:width=2")
    #expect(nafnet.alignment == 8)
    #expect(nafnet.halo == nil)
    #expect(try network("nafnet-lite:width=2,tlc=16").halo != nil)
  }

  @Test("refuses a size that its alignment does not divide")
  func alignment() throws {
    let architecture = try Architectures.make("nafnet-lite")
    #expect(throws: ShapeError.self) { try architecture.network(input: Shape(1, 1, 32, 36)) }
    #expect(throws: ShapeError.self) { try architecture.network(input: Shape(1, 3, 32, 32)) }
  }

  @Test("has one file and one line in the list")
  func catalogue() throws {
    let files = try Repository.sourceFiles(in: "Sources/Architectures")
    let types = Set(Architectures.all.map { String(describing: $0) })
    #expect(files.subtracting(["Architectures"]) == types)
  }

  @Test(
    "refuses what it does not know, and names what it accepts",
    arguments: [
      ("resnet", "no architecture named 'resnet'; there are dncnn, nafnet, nafnet-lite, unet"),
      ("dncnn:deep=3", "dncnn has no setting 'deep'; it accepts depth (2 to 64), width"),
      ("dncnn:depth=65", "dncnn: depth=65 is refused; it must be a whole number from 2 to 64"),
      ("dncnn:width=99999999999999999999", "must be a whole number from 1 to 1024"),
      ("dncnn:depth", "'depth' is not key=value"),
      ("dncnn:depth=3,depth=4", "'depth' is given twice"),
      ("nafnet-lite:enc=1-1,dec=1", "enc has 2 stages and dec 1"),
      ("nafnet-lite:enc=1--1", "numbers from 0 to 64 joined by '-'"),
      ("unet:bias_free=yes", "true or false"),
    ])
  func refusal(_ specification: String, _ message: String) {
    let error = #expect(throws: ArchitectureError.self) { try Architectures.make(specification) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}
