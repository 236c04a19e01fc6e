import Foundation
import TestSupport

/// The numbers of references/exposures/exposures.json, made by astropy and SciPy.
struct References: Decodable {
  struct World: Decodable {
    struct Card: Decodable {
      var key: String
      var value: String
      var isText: Bool

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        key = try list.decode(String.self)
        value = try list.decode(String.self)
        isText = try list.decode(Bool.self)
      }
    }
    var name: String
    var cards: [Card]
    var pixels: [[Double]]
    var sky: [[Double]]
    /// Arcseconds a pixel.
    var scale: Double
  }
  struct Resampling: Decodable {
    struct Window: Decodable {
      var x: Int
      var y: Int
      var width: Int
      var height: Int
    }
    var image: [Double]
    var width: Int
    var height: Int
    /// `a, b, c, d, e, f` of an affine map.
    var map: [Double]
    var window: Window
    var values: [Double]
    /// Pairs of a shift and the energy of an impulse after it.
    var gains: [[Double]]
  }
  var world: [World]
  var resampling: Resampling

  static func load() throws -> References {
    let file = Repository.root.appending(path: "references/exposures/exposures.json")
    return try JSONDecoder().decode(References.self, from: Data(contentsOf: file))
  }
}
