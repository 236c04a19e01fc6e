#ifndef CIMAGEIO_H
#define CIMAGEIO_H

int cimageio_version(void);

#endif
