import Architectures
import Networks
import Tensors
import Testing

@Suite("Recomputation")
struct RecomputationTests {
  private static let specifications = [
    "dncnn:depth=9,width=16", "unet:width=16,levels=3",
    "nafnet-lite:width=16,enc=1-1,mid=1,dec=1-1",
  ]

  private func noise(_ shape: Shape, _ factor: Int) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float($0 &* factor & 0xFFFF) / 65536 - 0.5 })
  }

  /// Weights of which none is zero, so that every path carries something.
  private func weights(_ network: Network) -> Weights {
    var weights = Weights(initializing: network, seed: 3)
    for position in weights.names.indices {
      for i in weights[scalarsAt: position].indices {
        weights[scalarsAt: position][i] += 0.01 * Float(i % 7 - 3)
      }
    }
    return weights
  }

  @Test("gives the same bits, forward and backward, step after step", arguments: specifications)
  func bits(_ specification: String) throws {
    let network = try Architectures.make(specification).network(input: Shape(2, 1, 32, 32))
    let plain = try CPUBackend().compile(network, differentiates: true)
    let lean = try CPUBackend(recomputes: true).compile(network, differentiates: true)
    for plan in [plain, lean] { try plan.load(weights(network)) }
    for step in 1...3 {
      let input = noise(network.inputShape, 7919 * step)
      let gradient = noise(network.outputShape, 104_729 * step)
      #expect(try plain.forward(input) == lean.forward(input))
      let (kept, again) = (try plain.backward(gradient), try lean.backward(gradient))
      #expect(kept == again)
    }
  }

  @Test("takes much less memory for activations", arguments: specifications)
  func memory(_ specification: String) throws {
    let network = try Architectures.make(specification).network(input: Shape(4, 1, 64, 64))
    let plain = try CPUBackend().compile(network, differentiates: true)
    let lean = try CPUBackend(recomputes: true).compile(network, differentiates: true)
    #expect(Double(lean.memory[0].bytes) < 0.85 * Double(plain.memory[0].bytes))
    #expect(lean.summary.contains { $0.hasSuffix("(twice)") })
    #expect(!plain.summary.contains { $0.hasSuffix("(twice)") })
  }

  @Test("a plan that is only run forward keeps nothing to compute again")
  func inference() throws {
    let network = try Architectures.make("dncnn:depth=5,width=16").network(
      input: Shape(1, 1, 32, 32))
    let plain = try CPUBackend().compile(network)
    let lean = try CPUBackend(recomputes: true).compile(network)
    #expect(plain.peakBytes == lean.peakBytes)
  }
}
