/* Sums of products of affine forms.  The second-order terms are added up over all products, as a matrix over the
 * variables and the noises, before any of them is bounded: what cancels does so here. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "certify/affine_work.h"

enum { MOST_SIDE = 2048 }; /* of the matrix: boxes with more noises are to be halved */

/* A form's terms of degree 1, by their places in the matrix: variables first, then noises. */
static size_t linear_terms(const nw_affine *affine, size_t *place, double *part, const nw_affine_form *form)
{
    size_t count = 0, n = (size_t)affine->variables;
    for (size_t v = 0; v < n; v++)
        if (form->c[1 + v] != 0) {
            place[count] = v;
            part[count++] = form->c[1 + v];
        }
    for (size_t i = 0; i < form->count; i++) {
        const nw_noise_term *term = affine->pool + form->first + i;
        place[count] = n + term->noise;
        part[count++] = term->part;
    }
    return count;
}

/* One product: its constant and linear terms to c and the sums, the others to the matrix above its diagonal. */
static void add_product(nw_affine *affine, double *c, const nw_affine_form *a, const nw_affine_form *b,
                        size_t *place, double *part, size_t side)
{
    double a0 = a->c[0], b0 = b->c[0];
    c[0] += a0 * b0;
    for (int v = 1; v <= affine->variables; v++)
        c[v] += a0 * b->c[v] + b0 * a->c[v];
    if (a0 != 0)
        nw_affine_add_terms(affine, a0, b);
    if (b0 != 0)
        nw_affine_add_terms(affine, b0, a);
    size_t a_count = linear_terms(affine, place, part, a);
    size_t b_count = linear_terms(affine, place + side, part + side, b);
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++) {
            size_t p = place[i], q = place[side + j];
            affine->square[p < q ? p * side + q : q * side + p] += part[i] * part[side + j];
        }
}

/* The term u_v u_w, v <= w, by its place in degree 2. */
static size_t quadratic_term(size_t v, size_t w, size_t n)
{
    return 1 + n + v * n - v * (v + 1) / 2 + w;
}

/* Moves the matrix to the model: the part of the variables to the polynomial, the rest to the remainder. */
static void move_square(nw_affine *affine, nw_model *out, double *share, size_t side)
{
    size_t n = (size_t)affine->variables;
    for (size_t p = 0; p < side; p++)
        for (size_t q = p; q < side; q++) {
            double part = affine->square[p * side + q], size = fabs(part);
            affine->square[p * side + q] = 0;
            if (part == 0)
                continue;
            if (q < n) {
                out->c[quadratic_term(p, q, n)] += part;
                continue;
            }
            out->remainder += size;
            for (size_t v = 0; v < n; v++) {
                double from_p = p < n ? (p == v) : affine->from[p - n][v];
                share[v] += 0.5 * size * (from_p + affine->from[q - n][v]);
            }
        }
}

void nw_affine_products(nw_affine *affine, nw_model *out, double *share, const nw_affine_form *const *a,
                        const nw_affine_form *const *b, size_t count)
{
    size_t side = (size_t)affine->variables + affine->noises;
    if (side > MOST_SIDE) {
        const nw_affine_form unknown = {.rounding = INFINITY};
        nw_affine_model(affine, out, share, &unknown);
        return;
    }
    if (side * side > affine->square_room) {
        affine->square = nw_grow(affine->square, side * side, sizeof *affine->square);
        affine->square_room = side * side;
        memset(affine->square, 0, side * side * sizeof *affine->square);
    }
    size_t *place = nw_alloc(2 * side, sizeof *place);
    double *part = nw_alloc(2 * side, sizeof *part), all = 0, rounding = 0;
    nw_affine_form linear = {0};
    for (size_t i = 0; i < count; i++) {
        /* A product of functions that are g and g' off. */
        all += a[i]->size * b[i]->size;
        rounding += a[i]->size * b[i]->rounding + b[i]->size * a[i]->rounding + a[i]->rounding * b[i]->rounding;
        if (a[i]->size > 0 && b[i]->size > 0)
            add_product(affine, linear.c, a[i], b[i], place, part, side);
    }
    free(place);
    free(part);
    /* A product on its way meets one rounding and at most 2 count sums, and one in the model. */
    linear.rounding = rounding + (2 * (double)count + 8) * NW_UNIT_ROUNDOFF * all + NW_UNDERFLOW;
    nw_affine_gather(affine, &linear, all);
    nw_affine_model(affine, out, share, &linear);
    move_square(affine, out, share, side);
    out->remainder *= 1 + 0x1p-30;
}
