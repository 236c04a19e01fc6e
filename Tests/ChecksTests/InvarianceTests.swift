import AstroImages
import Checks
import Evaluation
import SkyMeasurement
import Testing

/// Toy denoisers, each of which breaks one promise; the oracle's invariance.py has the same ones.
@Suite("Checks that run the denoiser again")
struct InvarianceTests {
  private func sample(
    _ denoiser: @escaping @Sendable (AstroImage) throws -> AstroImage
  ) throws -> Sample {
    let scene = try ReferenceScene.named("granulation").scene
    // 160 px: one tile of 64 and its neighbours.
    return Sample(scene: scene, denoised: try denoiser(scene.noisy), denoiser: denoiser)
  }

  @Sendable private static func mapped(
    _ image: AstroImage, _ change: (Plane) -> Plane
  ) -> AstroImage {
    var result = image
    for index in image.planes.indices {
      let plane = Plane(width: image.width, height: image.height, values: image.planes[index])
      result.planes[index] = change(plane).values.map { Float($0) }
    }
    return result
  }

  private static let gaussian: @Sendable (AstroImage) -> AstroImage = { image in
    mapped(image) { $0.smoothed(sigma: 1.5) }
  }

  private func outcome(_ id: String, _ sample: Sample) throws -> Finding {
    let check = try #require(Checks.named(id))
    guard case .measured(let finding) = Runner.outcome(of: check, on: sample) else {
      throw NotApplicable("\(id): \(Runner.outcome(of: check, on: sample))")
    }
    return finding
  }

  private func part(_ name: String, _ finding: Finding) throws -> Double {
    try #require(finding.parts.first { $0.name == name }, "\(finding.parts)").value
  }

  @Test("a Gaussian is the same in every tile, however it is held and exposed")
  func honest() throws {
    let sample = try sample(Self.gaussian)
    // The Gaussian reaches 6 px and the overlap 32; float32 rounds 2,000 ADU to 1e-4, noise is 80.
    #expect(try outcome("tile-invariance", sample).value < 1e-4)
    #expect(try part("halo", outcome("tile-invariance", sample)) <= 6)
    #expect(try outcome("equivariance", sample).value < 1e-4)
  }

  @Test("a normalisation by the tile's own mean shows as tiles")
  func globalNormalisation() throws {
    let sample = try sample { image in
      Self.mapped(image) { plane in
        let mean = Sums.mean(plane.values)
        let centred = plane.combined(with: plane) { value, _ in value - mean }
        return centred.smoothed(sigma: 1.5).combined(with: centred) { value, _ in 1.5 * mean + value
        }
      }
    }
    #expect(try outcome("tile-invariance", sample).value > 0.05)
  }

  @Test("a strided denoiser fails the move by a pixel and nothing else of equivariance")
  func stride() throws {
    let sample = try sample { image in
      Self.mapped(image) { plane in
        var result = plane
        for y in 0..<plane.height {
          for x in 0..<plane.width {
            let (left, top) = (x / 4 * 4, y / 4 * 4)
            var (sum, count) = (0.0, 0.0)
            for v in top..<min(top + 4, plane.height) {
              for u in left..<min(left + 4, plane.width) {
                sum += plane[u, v]
                count += 1
              }
            }
            result.values[y * plane.width + x] = sum / count
          }
        }
        return result
      }
    }
    let finding = try outcome("equivariance", sample)
    #expect(try part("moved by 1 px", finding) > 0.2)
    #expect(try part("mirrored across", finding) < 1e-4)
    #expect(try part("twice the exposure", finding) < 1e-4)
    #expect(try outcome("tile-invariance", sample).value < 1e-4)
  }

  @Test("a blur along rows fails the turn, a fixed threshold the exposures")
  func anisotropyAndThreshold() throws {
    let smear = try sample { image in
      Self.mapped(image) { plane in
        var result = plane
        for y in 0..<plane.height {
          for x in 0..<plane.width {
            let left = plane[max(x - 1, 0), y]
            let right = plane[min(x + 1, plane.width - 1), y]
            result.values[y * plane.width + x] = (left + plane[x, y] + right) / 3
          }
        }
        return result
      }
    }
    let finding = try outcome("equivariance", smear)
    #expect(try part("turned by 90 degrees", finding) > 0.2)
    #expect(try part("mirrored down", finding) < 1e-4)
    let limit = 1.5 * (try ReferenceScene.named("granulation").expected.sky_sigma)
    let threshold = try sample { image in
      Self.mapped(image) { plane in
        let smooth = plane.smoothed(sigma: 1.5)
        return plane.combined(with: smooth) { abs($0 - $1) > limit ? $0 : $1 }
      }
    }
    #expect(try part("twice the exposure", outcome("equivariance", threshold)) > 0.1)
    #expect(try part("mirrored down", outcome("equivariance", threshold)) < 1e-4)
  }

  @Test("repeatability is one of the identity and the filter's own gain of a Gaussian")
  func repeatability() throws {
    let identity = try outcome("repeatability", sample { $0 })
    #expect(abs(identity.value - 1) < 1e-9)
    // White noise through a Gaussian of sigma 1.5 keeps 1 / (2 sqrt(pi) 1.5) = 0.188 of its deviation.
    let gaussian = try outcome("repeatability", sample(Self.gaussian))
    #expect(abs(gaussian.value - 0.188) < 0.02)
    let interval = try #require(gaussian.interval)
    #expect(interval.low < gaussian.value && gaussian.value < interval.high)
  }

  @Test("an output alone cannot be asked")
  func outputAlone() throws {
    let scene = try ReferenceScene.named("granulation").scene
    for id in ["tile-invariance", "equivariance", "repeatability"] {
      let check = try #require(Checks.named(id))
      guard
        case .notApplicable(let reason) = Runner.outcome(
          of: check, on: Sample(scene: scene, denoised: scene.noisy))
      else {
        Issue.record("\(id) answered")
        continue
      }
      #expect(reason.contains("denoiser"))
    }
  }

  @Test(
    "a denoiser that throws, shrinks frames or gives no numbers fails or says why, and crashes nothing"
  )
  func hostile() throws {
    struct Broken: Error {}
    let scene = try ReferenceScene.named("granulation").scene
    let denoisers: [@Sendable (AstroImage) throws -> AstroImage] = [
      { _ in throw Broken() },
      { _ in AstroImage(width: 2, height: 2, planes: [[1, 2, 3, 4]]) },
      { image in
        var image = image
        image.planes[0] = image.planes[0].map { _ in .nan }
        return image
      },
    ]
    for denoiser in denoisers {
      let sample = Sample(scene: scene, denoised: scene.noisy, denoiser: denoiser)
      for id in ["tile-invariance", "equivariance", "repeatability"] {
        let check = try #require(Checks.named(id))
        if case .measured(let finding) = Runner.outcome(of: check, on: sample) {
          Issue.record("\(id) measured \(finding.value)")
        }
      }
    }
  }
}
