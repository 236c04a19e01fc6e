/// What the networks that a run trained have seen: gear and skies beyond it are new to them.
public struct TrainedOn: Codable, Equatable, Sendable {
  public var sensors: [String]
  public var filters: [String]
  /// Kinds of scenes.
  public var kinds: [String]

  public init(sensors: [String], filters: [String], kinds: [String]) {
    self.sensors = sensors
    self.filters = filters
    self.kinds = kinds
  }
}
