internal import Foundation

/// A gradient of 16 x 16 grey pixels, written by Pillow 11 at quality 30.
enum TinyJPEG {
  static let bytes = [UInt8](Data(base64Encoded: text.joined()) ?? Data())

  private static let text = [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1",
    "tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUG/8QAFhAAAwAA",
    "AAAAAAAAAAAAAAAAABRh/9oACAEBAAA/AJiECENMhAhD/9k=",
  ]
}
