import Architectures
import Networks
import Tensors
import TestSupport
import Testing

@Suite("A network's halo")
struct HaloTests {
  // A pixel that an output does not see cannot change one bit of it; one at the halo's edge must change some.
  @Test(
    "is exactly how far an output pixel sees",
    arguments: [
      "dncnn:depth=4,width=3", "unet:width=2,levels=3", "unet:width=3,levels=2",
      "nafnet-lite:width=3,enc=1-1,mid=1,dec=1-1,tlc=6",
    ])
  func reach(_ specification: String) throws {
    let size = 64
    let network = try Architectures.make(specification).network(input: Shape(1, 1, size, size))
    let halo = try #require(network.halo)
    let weights = Weights(
      network.parameters.enumerated().map { i, parameter in
        (parameter.name, Tensor(deterministic: parameter.shape, seed: UInt64(i + 1)))
      })
    let plan = try ReferenceBackend().inferencePlan(for: network)
    try plan.load(weights)
    var input = Tensor(deterministic: network.inputShape, seed: 77)
    let before = try plan.run(input)
    var farthest = 0
    // Every phase of the coarsest grid, on a row in the middle.
    for phase in 0..<network.alignment {
      let (y, x) = (size / 2, size / 2 + phase)
      let old = input.scalars[y * size + x]
      input.scalars[y * size + x] = old + 3
      let after = try plan.run(input)
      input.scalars[y * size + x] = old
      for i in after.scalars.indices where after.scalars[i] != before.scalars[i] {
        farthest = max(farthest, abs(i / size - y), abs(i % size - x))
      }
    }
    #expect(farthest <= halo)
    // Bounds add up the worst side of every layer; never more than one coarsest pixel too many.
    #expect(farthest > halo - 2 * network.alignment)
  }
}
