import AstroImages
import Foundation
import Testing

@Suite("World coordinates follow wcslib")
struct WorldCoordinatesTests {
  @Test(
    "every projection places pixels where astropy does, to a ten-thousandth of an arcsecond, and back"
  )
  func places() throws {
    for world in try References.load().world {
      let metadata = ImageMetadata(
        format: "fits",
        entries: world.cards.map { ImageMetadata.Entry($0.key, $0.value, isText: $0.isText) })
      let coordinates = try #require(WorldCoordinates(metadata), "\(world.name)")
      #expect(abs(coordinates.pixelScale / world.scale - 1) < 1e-6, "\(world.name)")
      for (pixel, place) in zip(world.pixels, world.sky) {
        let found = coordinates.sky(x: pixel[0], y: pixel[1])
        let across = abs((found.x - place[0] + 540).truncatingRemainder(dividingBy: 360) - 180)
        // Both compute in double precision; 1e-4 arcsec is a ten-thousandth of a pixel of the finest scale here.
        #expect(across * cos(place[1] * .pi / 180) * 3600 < 1e-4, "\(world.name)")
        #expect(abs(found.y - place[1]) * 3600 < 1e-4, "\(world.name)")
        let back = try #require(coordinates.pixel(of: found), "\(world.name)")
        #expect(hypot(back.x - pixel[0], back.y - pixel[1]) < 1e-4, "\(world.name)")
      }
    }
  }

  @Test("a header without celestial axes has none")
  func absent() {
    #expect(WorldCoordinates(ImageMetadata()) == nil)
    let linear = [("CTYPE1", "WAVE"), ("CTYPE2", "DEC--TAN"), ("CRPIX1", "1"), ("CRPIX2", "1")]
    #expect(
      WorldCoordinates(
        ImageMetadata(format: "fits", entries: linear.map { ImageMetadata.Entry($0.0, $0.1) }))
        == nil)
  }

  @Test("headers of many programs tell sensor, filter, exposure and scale")
  func facts() {
    func facts(_ cards: [(String, String)]) -> FrameFacts {
      FrameFacts(
        ImageMetadata(
          format: "fits", entries: cards.map { ImageMetadata.Entry($0.0, $0.1, isText: false) }))
    }
    let amateur = facts([
      ("INSTRUME", "ZWO ASI2600MM  Pro"), ("FILTER", "Ha "), ("EXPOSURE", "300."),
      ("EGAIN", "0.25"),
      ("GAIN", "100"), ("XPIXSZ", "3.76"), ("FOCALLEN", "530"),
    ])
    #expect(amateur.sensor == "ZWO ASI2600MM Pro")
    #expect(amateur.filter == "Ha")
    #expect(amateur.exposure == 300)
    #expect(amateur.electronsPerUnit == 0.25)
    #expect(amateur.gainSetting == 100)
    // 206.265 x 3.76 um / 530 mm.
    #expect(abs((amateur.pixelScale ?? 0) - 1.46332) < 1e-4)
    #expect(amateur.pixelScaleSource == "pixel size and focal length")
    let observatory = facts([
      ("DETECTOR", "VIRCAM"), ("FILTNAM", "K"), ("ITIME", "12"), ("SECPIX", "0.339"),
    ])
    #expect(observatory.sensor == "VIRCAM")
    #expect(observatory.filter == "K")
    #expect(observatory.exposure == 12)
    #expect(observatory.pixelScale == 0.339)
    #expect(facts([("FILTER", "unknown"), ("PIXSCALE", "-1")]) == facts([]))
  }
}
