import AstroImages
import Checks
import Evaluation
import Testing

@Suite("what the checks take pixels for")
struct PixelKindsTests {
  @Test("is star at stars, sky beside them, and says what is missing or saturated")
  func kinds() throws {
    let known = try ReferenceScene.named("doubles").scene
    var (noisy, reference) = (known.noisy, try #require(known.reference))
    let width = noisy.width
    noisy.planes[0][0] = .nan
    reference.planes[0][width + 5] = Float(known.fullScale)
    let scene = EvaluationScene(
      name: known.name, reference: reference, noisy: noisy, catalogue: known.catalogue,
      pointSpreadFWHM: known.pointSpreadFWHM, fullScale: known.fullScale)
    let bits = try PixelKinds(scene, plane: 0).bits
    func has(_ kind: CropPixels.Masks.Kind, at place: Int) -> Bool {
      bits[place] & kind.rawValue != 0
    }
    #expect(bits.count == noisy.pixelCount)
    #expect(has(.missing, at: 0) && !has(.saturated, at: 0) && !has(.star, at: 0))
    #expect(has(.saturated, at: width + 5) && !has(.sky, at: width + 5))
    let stars = try #require(scene.catalogue).sources.filter { $0.signalToNoise >= 20 }
    #expect(stars.count > 3)
    for star in stars {
      let (x, y) = (Int(star.x.rounded()), Int(star.y.rounded()))
      guard (0..<width).contains(x), (0..<noisy.height).contains(y) else { continue }
      #expect(
        has(.star, at: y * width + x) || has(.saturated, at: y * width + x), "star \(star.id)")
      #expect(!has(.sky, at: y * width + x))
    }
    let sky = bits.indices.count { has(.sky, at: $0) }
    #expect(5 * sky >= bits.count, "a fifth of the frame is plain")
    #expect(!bits.indices.contains { has(.sky, at: $0) && has(.star, at: $0) })
  }
}
