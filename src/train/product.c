#include "train/product.h"

#include "train/product_wide.h"

/* OpenBLAS's header may define I. */
#include <cblas.h>
#undef I

void nw_product_into(float *out, size_t leading, const nw_product *product)
{
    if (!nw_product_wide(out, leading, product))
        nw_product_blas(out, leading, product);
}

void nw_product_blas(float *out, size_t leading, const nw_product *p)
{
    cblas_sgemm(CblasRowMajor, p->a.turned ? CblasTrans : CblasNoTrans, p->b.turned ? CblasTrans : CblasNoTrans,
                (int)p->rows, (int)p->columns, (int)p->inner, p->scale, p->a.entries, (int)p->a.leading,
                p->b.entries, (int)p->b.leading, p->add ? 1 : 0, out, (int)leading);
}
