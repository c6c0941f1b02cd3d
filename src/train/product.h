/* Products of matrices in single precision. */
#ifndef NW_TRAIN_PRODUCT_H
#define NW_TRAIN_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

/* A row-major matrix with `leading` numbers from one row to the next; turned: what stands for its transpose. */
typedef struct nw_factor {
    const float *entries;
    size_t leading;
    bool turned;
} nw_factor;

/* out = scale a b, or out += scale a b: a is rows x inner, b is inner x columns (after turning), out is rows x columns
 * with `leading` numbers from one row to the next and overlaps neither.  Nothing is allocated. */
typedef struct nw_product {
    size_t rows, inner, columns;
    nw_factor a, b;
    float scale;
    bool add;
} nw_product;

void nw_product_into(float *out, size_t leading, const nw_product *product);
/* The same by OpenBLAS, whatever the processor. */
void nw_product_blas(float *out, size_t leading, const nw_product *product);

#endif
