import AstroImages
import Foundation
import Randomness

/// Makes scenes: the one entrance to the simulator.
public enum SkySimulator {
  /// The smallest width and height of a scene.
  public static let minimumSize = 64

  /// A scene of a kind; the same arguments give the same bits.
  ///
  /// - Parameters:
  ///   - kind: an id of ``SceneKinds/all``.
  ///   - name: the scene's name, `KIND-SEED` unless given. The layout depends on kind and seed, the noise on name and seed.
  public static func scene(
    kind id: String, width: Int, height: Int, sensor: Sensor = .asi2600g100, seed: UInt64,
    options: SceneOptions = SceneOptions(), name: String? = nil
  ) throws -> Scene {
    let kind = try SceneKinds.named(id)
    guard width >= minimumSize, height >= minimumSize else {
      throw SkyError(
        "a scene of \(width) x \(height) is too small; the least is \(minimumSize) x \(minimumSize)"
      )
    }
    var canvas = SceneCanvas(
      width: width, height: height, planes: kind.channelNames.count, sensor: sensor,
      options: options, random: RandomSource(seed: seed, name: "layout/" + id))
    kind.paint(on: &canvas)
    if canvas.isNight { canvas.applyGradientAndVignetting() }

    let expectation = AstroImage(
      width: width, height: height,
      planes: zip(canvas.diffuse, canvas.catalogued).map { diffuse, catalogued in
        zip(diffuse.values, catalogued.values).map { Float($0 + $1 + sensor.pedestal) }
      }, channelNames: kind.channelNames)
    let reference = sensor.noiseFree(expectation, effects: options.effects)
    let level =
      canvas.isNight ? canvas.skyElectrons : (canvas.diffuse.first?.mean ?? 0) * sensor.gain
    return Scene(
      name: name ?? "\(id)-\(seed)", kind: id, reference: reference,
      catalogue: canvas.catalogue(), patches: canvas.patches, pointSpreadFWHM: canvas.fwhm,
      pointSpread: canvas.isNight ? options.pointSpread : nil,
      sensor: sensor, fullScale: sensor.fullScale, skyNoise: sensor.noise(electrons: level),
      target: "simulated-\(id)-\(seed)", filter: kind.filter, seed: seed, options: options,
      unsaturated: reference == expectation ? nil : expectation)
  }
}

extension SceneCanvas {
  /// Adds the sky gradient and darkens the corners of the diffuse light: both are signal, and the reference shows them.
  ///
  /// Vignetting is `1 - v rho^2` with `rho` 1 in the corners. The gradient is linear and 0 in the middle of the frame.
  mutating func applyGradientAndVignetting() {
    guard options.gradient != 0 || options.vignetting != 0 else { return }
    let (cosine, sine) = (cos(options.gradientAngle), sin(options.gradientAngle))
    let amplitude = 0.5 * options.gradient * skyLevel / (abs(cosine) + abs(sine))
    let (width, height) = (Double(self.width), Double(self.height))
    for plane in diffuse.indices {
      diffuse[plane].apply { [options] x, y, value in
        let u = 2 * x / (width - 1) - 1
        let v = 2 * y / (height - 1) - 1
        let shade = 1 - options.vignetting * 0.5 * (u * u + v * v)
        return max(value + amplitude * (u * cosine + v * sine), 0) * shade
      }
    }
  }
}
