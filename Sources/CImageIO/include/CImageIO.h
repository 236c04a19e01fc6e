// TIFF, PNG and JPEG behind one interface that returns a status and a message.
//
// libpng and libjpeg report errors with longjmp and libtiff's accessors are variadic: neither may meet Swift, so
// everything that touches them lives here. Files are decoded from and encoded to memory or a descriptor, whole or some rows
// at a time; no function prints or opens a file, and all of them may run on several threads at once, but for the calls
// on one reader or writer.
#ifndef CIMAGEIO_H
#define CIMAGEIO_H

#include <stddef.h>
#include <stdint.h>

enum { EBK_MESSAGE = 256, EBK_MAXIMUM_PLANES = 64 };

/// What a call came to.
enum {
  EBK_OK = 0,
  EBK_CORRUPT = 1,
  EBK_UNSUPPORTED = 2,
  EBK_TOO_LARGE = 3,
  EBK_NO_MEMORY = 4,
};

/// The number type of a file's samples, in the order of SampleFormat in Swift.
enum {
  EBK_UINT8, EBK_INT8, EBK_UINT16, EBK_INT16, EBK_UINT32, EBK_INT32,
  EBK_UINT64, EBK_INT64, EBK_FLOAT16, EBK_FLOAT32, EBK_FLOAT64,
};

/// A decoded file: planar float32 in the file's own units, and what the file said about them.
typedef struct ebk_image {
  uint32_t width, height, planes;
  float *plane[EBK_MAXIMUM_PLANES];
  /// EBK_UINT8 and so on.
  int32_t format;
  /// Significant bits in a sample: 12 for a 12-bit TIFF that arrives as uint16.
  uint32_t bits;
  /// How many of the first planes are light (1 or 3, or all of an unusual count).
  uint32_t light;
  /// The plane that holds opacity, or -1.
  int32_t alpha;
  /// Images in the file; the first was decoded.
  uint32_t pages;
  /// Whether some value needed more than float32's 24 bits.
  int32_t rounded;
  /// Pairs of zero-terminated key and value, one after the other.
  char *text;
  size_t text_length;
  /// Sentences for the user, each zero-terminated.
  char *warnings;
  size_t warnings_length;
  /// The ICC profile, if any.
  uint8_t *profile;
  size_t profile_length;
  /// Why a call failed.
  char message[EBK_MESSAGE];
} ebk_image;

/// What an encoder needs: interleaved samples in the machine's byte order.
typedef struct ebk_source {
  uint32_t width, height, channels;
  int32_t format;
  /// Whether the last channel is opacity.
  int32_t alpha;
  const uint8_t *pixels;
  /// Pairs of zero-terminated key and value, as in ebk_image.
  const char *text;
  size_t text_length;
  const uint8_t *profile;
  size_t profile_length;
  /// JPEG only, 1 to 100.
  int32_t quality;
} ebk_source;

/// Bytes that a call made; free them with ebk_bytes_free.
typedef struct ebk_bytes {
  uint8_t *bytes;
  size_t length;
  /// The system's number of the error that stopped writing to a descriptor, or 0.
  int32_t system_error;
  char message[EBK_MESSAGE];
} ebk_bytes;

/// Where a file's bytes are: in memory, or behind a descriptor that can be read at any place.
typedef struct ebk_input {
  /// NULL for a descriptor.
  const uint8_t *bytes;
  size_t length;
  int descriptor;
} ebk_input;

/// A file that is decoded some rows at a time.
typedef struct ebk_reader ebk_reader;

/// Reads the header and decodes nothing yet; `input` is copied, its memory or descriptor must outlive the reader.
///
/// `image` gets the metadata and the reason of a failure, never planes, and stays in use until the reader is closed. What
/// follows the pixels of a PNG is added to it once the last row was read.
int ebk_open_tiff(const ebk_input *input, uint64_t maximum_samples, ebk_image *image, ebk_reader **reader);
int ebk_open_png(const ebk_input *input, uint64_t maximum_samples, ebk_image *image, ebk_reader **reader);
/// Decodes `count` rows from `first` into planes of the caller, `count` rows of the image's width each.
///
/// Going back is possible; a format that is decoded from its beginning then starts again.
int ebk_read_rows(ebk_reader *reader, uint32_t first, uint32_t count, float *const *planes);
void ebk_close_reader(ebk_reader *reader);

/// `maximum_samples` bounds width * height * planes; a header that promises more is refused before any memory is taken.
int ebk_decode_jpeg(const uint8_t *bytes, size_t length, uint64_t maximum_samples, ebk_image *image);
void ebk_image_free(ebk_image *image);
/// Frees one plane of an image.
void ebk_release(float *plane);

/// A file that is encoded some rows at a time, into memory or behind a descriptor.
typedef struct ebk_writer ebk_writer;

/// Writes the header; `source->pixels` is not looked at, and nothing of `source` is needed afterwards.
///
/// A descriptor of -1 means memory: `ebk_close_writer` then returns the bytes in `out`, which also gets the reason of a
/// failure and stays in use until the writer is closed.
int ebk_create_tiff(const ebk_source *source, int descriptor, ebk_bytes *out, ebk_writer **writer);
int ebk_create_png(const ebk_source *source, int descriptor, ebk_bytes *out, ebk_writer **writer);
/// Encodes the next `count` rows of interleaved samples in the machine's byte order.
int ebk_write_rows(ebk_writer *writer, const uint8_t *pixels, uint32_t count);
/// Completes the file if every row came and nothing failed, and frees the writer; EBK_OK says that the file is whole.
int ebk_close_writer(ebk_writer *writer);

int ebk_encode_png(const ebk_source *source, ebk_bytes *out);
int ebk_encode_jpeg(const ebk_source *source, ebk_bytes *out);

/// Every member of a gzip file, one after the other; refuses to grow past `maximum_length`.
int ebk_decompress_gzip(const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out);
/// A file of the Unix program compress (adaptive LZW, .Z).
int ebk_decompress_lzw(const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out);
/// Every stream of a bzip2 file, one after the other.
int ebk_decompress_bzip2(const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out);
void ebk_bytes_free(ebk_bytes *out);

/// The value of an IEEE 754 half-precision number, and the nearest half (ties to even) of a single-precision one.
float ebk_float_from_half(uint16_t half);
uint16_t ebk_half_from_float(float value);

#endif
