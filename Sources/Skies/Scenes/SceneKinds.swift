/// The scenes that the simulator can make.
public enum SceneKinds {
  public static let all: [any SceneKind.Type] = [
    Starfield.self, Doubles.self, Nebula.self, Galaxies.self, Granulation.self, Prominence.self,
    ColourNebula.self, Flat.self,
  ]

  /// The kind of an id.
  public static func named(_ id: String) throws(SkyError) -> any SceneKind.Type {
    guard let kind = all.first(where: { $0.id == id }) else {
      let known = all.map { $0.id }.joined(separator: ", ")
      throw SkyError("no scene kind is named '\(id)'; known are \(known)")
    }
    return kind
  }
}
