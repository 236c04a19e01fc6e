internal import Foundation
public import Evaluation

/// What a gate knows about a test image.
public struct GateImage: Codable, Equatable, Sendable {
  public var name: String
  /// The independent unit.
  public var target: String
  public var scene: String
  public var sensor: String?
  public var filter: String?
  public var origin: String
  public var channels: Int
  /// Megapixels of one plane.
  public var megapixels: Double
  /// The sky's noise below full scale, in dB; `nil` where it is not known.
  public var signal: Double?
  /// Full scale: the data range of linear figures.
  public var fullScale: Double
  /// SHA-256 of the noisy frame's pixels.
  public var sha256: String?
  /// SHA-256 of the file that it was read from; `nil` for a simulated sky.
  public var fileSHA256: String?

  public init(_ scene: SceneRecord, inputSHA256: String?) {
    name = scene.name
    target = scene.target
    self.scene = scene.kind
    sensor = scene.sensor
    filter = scene.filter
    origin = scene.origin
    channels = scene.channels
    megapixels = Double(scene.width * scene.height) / 1e6
    fullScale = scene.fullScale
    if let noise = scene.skyNoise, noise > 0 { signal = 20 * log10(scene.fullScale / noise) }
    sha256 = inputSHA256 ?? scene.sha256
    fileSHA256 = scene.sha256
  }

  /// Where the report shows it.
  var reportLink: String { "report.html#img=\(name)" }

  /// The edges of the bins of ``Facet/signal``, in dB.
  static let signalEdges = [50.0, 60, 70]

  /// The value of a property, as slices and conditions name it.
  public func value(of facet: Facet) -> String? {
    switch facet {
    case .sensor: return sensor
    case .filter: return filter
    case .scene: return scene
    case .origin: return origin
    case .target: return target
    case .channels: return String(channels)
    case .signal:
      guard let signal else { return nil }
      let edges = Self.signalEdges
      guard let above = edges.firstIndex(where: { signal < $0 }) else { return "70+ dB" }
      return above == 0 ? "below 50 dB" : "\(Int(edges[above - 1]))-\(Int(edges[above])) dB"
    }
  }
}
