/* Bounds of a form over its box. */
#include <stdbool.h>

#include "verify/centred.h"

void nw_centred_size(const nw_domain *domain, mag_t bound, const nw_centred *a)
{
    mag_t size;
    mag_init(size);
    mag_set(bound, a->rest);
    for (size_t m = 0; m < domain->count; m++) {
        arb_get_mag(size, a->c + m);
        mag_add(bound, bound, size);
    }
    mag_clear(size);
}

void nw_centred_radius(const nw_domain *domain, mag_t radius, const nw_centred *a)
{
    mag_zero(radius);
    for (size_t m = 0; m < domain->count; m++)
        mag_add(radius, radius, arb_radref(a->c + m));
}

/* low and high += the range of l u + q u^2 over [-1,1]. */
static void add_quadratic(arb_t low, arb_t high, const arb_t l, const arb_t q, slong prec)
{
    arb_t size, left, vertex;
    arb_init(size);
    arb_init(left);
    arb_init(vertex);
    arb_abs(size, l);
    /* The ends have q - |l| and q + |l|; inside, the vertex -l^2/(4 q) where |l| <= 2 |q|. */
    arb_abs(left, q);
    arb_mul_2exp_si(left, left, 1);
    bool inside = !arb_gt(size, left) && !arb_contains_zero(q);
    if (arb_contains_zero(q) && !arb_is_zero(q)) {
        /* The sign of q is open: the plain sum. */
        arb_abs(left, q);
        arb_add(left, left, size, prec);
        arb_sub(low, low, left, prec);
        arb_add(high, high, left, prec);
    } else {
        if (inside) {
            arb_sqr(vertex, l, prec);
            arb_div(vertex, vertex, q, prec);
            arb_mul_2exp_si(vertex, vertex, -2);
            arb_neg(vertex, vertex);
        }
        /* q > 0: the vertex is the least value, and below q - |l|; q < 0: the greatest. */
        arb_sub(left, q, size, prec);
        arb_add(size, q, size, prec);
        if (inside && arb_is_positive(q))
            arb_min(left, left, vertex, prec);
        if (inside && arb_is_negative(q))
            arb_max(size, size, vertex, prec);
        arb_add(low, low, left, prec);
        arb_add(high, high, size, prec);
    }
    arb_clear(size);
    arb_clear(left);
    arb_clear(vertex);
}

void nw_centred_sharp(const nw_domain *domain, arb_t bound, const nw_centred *a)
{
    const nw_monomials *table = &domain->table;
    arb_t low, high, part;
    mag_t size, others;
    arb_init(low);
    arb_init(high);
    arb_init(part);
    mag_init(size);
    mag_init(others);
    arb_set(low, a->c);
    arb_set(high, a->c);
    arb_srcptr linear[NW_VERIFY_AXES], square[NW_VERIFY_AXES];
    mag_set(others, a->rest);
    for (size_t m = 1; m < domain->count; m++) {
        int axis = 0, even = 1;
        for (int i = 0; i < table->axes; i++) {
            axis = table->power[m][i] > table->power[m][axis] ? i : axis;
            even = even && table->power[m][i] % 2 == 0;
        }
        bool alone = table->power[m][axis] == table->degree[m];
        if (alone && table->degree[m] == 1) {
            linear[axis] = a->c + m;
            square[axis] = NULL;
        } else if (alone && table->degree[m] == 2) {
            square[axis] = a->c + m;
        } else if (even) {
            /* u^m runs over [0,1]. */
            arb_zero(part);
            arb_min(part, part, a->c + m, domain->prec);
            arb_add(low, low, part, domain->prec);
            arb_zero(part);
            arb_max(part, part, a->c + m, domain->prec);
            arb_add(high, high, part, domain->prec);
        } else {
            arb_get_mag(size, a->c + m);
            mag_add(others, others, size);
        }
    }
    arb_zero(part);
    for (int i = 0; i < table->axes && domain->degree >= 1; i++)
        add_quadratic(low, high, linear[i], square[i] != NULL ? square[i] : part, domain->prec);
    arb_neg(low, low);
    arb_max(bound, low, high, domain->prec);
    arf_set_mag(arb_midref(part), others);
    arb_add(bound, bound, part, domain->prec);
    arb_clear(low);
    arb_clear(high);
    arb_clear(part);
    mag_clear(size);
    mag_clear(others);
}
