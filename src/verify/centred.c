#include "verify/centred.h"

#include <stdlib.h>

#include "base/memory.h"

/* ---- domains ---- */

void nw_domain_init(nw_domain *domain, int axes, slong prec)
{
    *domain = (nw_domain){.prec = prec};
    nw_monomials_fill(&domain->table, axes);
    nw_domain_degree(domain, 0);
}

void nw_domain_clear(nw_domain *domain)
{
    for (size_t i = 0; i < domain->made; i++) {
        _arb_vec_clear(domain->pool[i]->c, NW_VERIFY_MONOMIALS);
        mag_clear(domain->pool[i]->rest);
        free(domain->pool[i]);
    }
    free(domain->pool);
}

void nw_domain_degree(nw_domain *domain, int degree)
{
    domain->degree = degree;
    domain->count = domain->table.first[degree + 1];
}

nw_centred *nw_centred_take(nw_domain *domain)
{
    if (domain->taken == domain->made) {
        domain->pool = nw_grow(domain->pool, ++domain->made, sizeof(nw_centred *));
        nw_centred *form = nw_alloc(1, sizeof *form);
        form->c = _arb_vec_init(NW_VERIFY_MONOMIALS);
        mag_init(form->rest);
        domain->pool[domain->made - 1] = form;
    }
    nw_centred *form = domain->pool[domain->taken++];
    nw_centred_zero(domain, form);
    return form;
}

/* ---- simple forms ---- */

void nw_centred_zero(const nw_domain *domain, nw_centred *form)
{
    _arb_vec_zero(form->c, (slong)domain->count);
    mag_zero(form->rest);
}

void nw_centred_set(const nw_domain *domain, nw_centred *out, const nw_centred *a)
{
    _arb_vec_set(out->c, a->c, (slong)domain->count);
    mag_set(out->rest, a->rest);
}

void nw_centred_bounded(const nw_domain *domain, nw_centred *out, const mag_t bound)
{
    nw_centred_zero(domain, out);
    mag_set(out->rest, bound);
}

void nw_centred_unknown(const nw_domain *domain, nw_centred *out)
{
    nw_centred_zero(domain, out);
    mag_inf(out->rest);
}

void nw_centred_constant(const nw_domain *domain, nw_centred *out, const arb_t value)
{
    nw_centred_zero(domain, out);
    arb_set(out->c, value);
}

void nw_centred_input(const nw_domain *domain, nw_centred *out, int axis)
{
    nw_centred_zero(domain, out);
    arb_set_d(out->c, domain->centre[axis]);
    for (size_t m = 1; m < domain->count && domain->table.degree[m] == 1; m++)
        if (domain->table.power[m][axis] == 1)
            arb_set_d(out->c + m, domain->half[axis]);
    /* A form of degree 0 is used on points alone; half is then 0. */
}

/* ---- arithmetic ---- */

void nw_centred_add(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b)
{
    _arb_vec_add(out->c, a->c, b->c, (slong)domain->count, domain->prec);
    mag_add(out->rest, a->rest, b->rest);
}

void nw_centred_subtract(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b)
{
    _arb_vec_sub(out->c, a->c, b->c, (slong)domain->count, domain->prec);
    mag_add(out->rest, a->rest, b->rest);
}

void nw_centred_scale(const nw_domain *domain, nw_centred *out, const nw_centred *a, const arb_t factor)
{
    mag_t size;
    mag_init(size);
    arb_get_mag(size, factor);
    mag_mul(out->rest, a->rest, size);
    _arb_vec_scalar_mul(out->c, a->c, (slong)domain->count, factor, domain->prec);
    mag_clear(size);
}

/* The sums of the sizes of the coefficients, by degree. */
static void sizes_by_degree(mag_ptr sizes, const nw_domain *domain, const nw_centred *a)
{
    mag_t size;
    mag_init(size);
    for (size_t m = 0; m < domain->count; m++) {
        arb_get_mag(size, a->c + m);
        mag_add(sizes + domain->table.degree[m], sizes + domain->table.degree[m], size);
    }
    mag_clear(size);
}

/* (p + e)(q + g) - [p q up to the degree]: the products beyond the degree, |p| |g| + |e| |q| + |e| |g|. */
static void product_rest(mag_t rest, const nw_domain *domain, const nw_centred *a, const nw_centred *b)
{
    mag_ptr sizes_a = _mag_vec_init(NW_VERIFY_DEGREE + 1), sizes_b = _mag_vec_init(NW_VERIFY_DEGREE + 1);
    mag_t all_a, all_b, sum;
    mag_init(all_a);
    mag_init(all_b);
    mag_init(sum);
    sizes_by_degree(sizes_a, domain, a);
    sizes_by_degree(sizes_b, domain, b);
    for (int i = 0; i <= domain->degree; i++) {
        mag_add(all_a, all_a, sizes_a + i);
        mag_add(all_b, all_b, sizes_b + i);
        for (int j = domain->degree - i + 1; j <= domain->degree; j++)
            mag_addmul(sum, sizes_a + i, sizes_b + j);
    }
    mag_addmul(sum, all_a, b->rest);
    mag_addmul(sum, a->rest, all_b);
    mag_addmul(sum, a->rest, b->rest);
    mag_set(rest, sum);
    mag_clear(all_a);
    mag_clear(all_b);
    mag_clear(sum);
    _mag_vec_clear(sizes_a, NW_VERIFY_DEGREE + 1);
    _mag_vec_clear(sizes_b, NW_VERIFY_DEGREE + 1);
}

void nw_centred_multiply(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b)
{
    size_t used[NW_VERIFY_MONOMIALS], used_count = 0;
    nw_centred_zero(domain, out);
    for (size_t j = 0; j < domain->count; j++)
        if (!arb_is_zero(b->c + j))
            used[used_count++] = j;
    for (size_t i = 0; i < domain->count; i++) {
        if (arb_is_zero(a->c + i))
            continue;
        int most = domain->degree - domain->table.degree[i];
        /* Monomials are graded: the first of too high a degree ends the row. */
        for (size_t u = 0; u < used_count && domain->table.degree[used[u]] <= most; u++)
            arb_addmul(out->c + domain->table.product[i][used[u]], a->c + i, b->c + used[u], domain->prec);
    }
    product_rest(out->rest, domain, a, b);
}

/* ---- functions ---- */

void nw_centred_apply(nw_domain *domain, nw_centred *out, const nw_curve *f, const nw_centred *a)
{
    size_t mark = domain->taken;
    nw_centred *step = nw_centred_take(domain), *sum = nw_centred_take(domain), *product = nw_centred_take(domain);
    arb_struct k[NW_VERIFY_DEGREE + 1];
    mag_t reach, rest;
    mag_init(reach);
    mag_init(rest);
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_init(k + i);
    /* a = t0 + step with |step| <= reach; f(a) = sum k_i step^i + rest, by Horner. */
    nw_centred_set(domain, step, a);
    arb_zero(step->c);
    nw_centred_size(domain, reach, step);
    nw_curve_expand(k, rest, f, a->c, reach, domain->degree, domain->prec);
    if (mag_is_inf(rest)) {
        nw_centred_unknown(domain, out);
    } else {
        nw_centred_constant(domain, sum, k + domain->degree);
        for (int i = domain->degree - 1; i >= 0; i--) {
            nw_centred_multiply(domain, product, sum, step);
            arb_add(product->c, product->c, k + i, domain->prec);
            nw_centred *other = sum;
            sum = product;
            product = other;
        }
        mag_add(sum->rest, sum->rest, rest);
        nw_centred_set(domain, out, sum);
    }
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_clear(k + i);
    mag_clear(reach);
    mag_clear(rest);
    domain->taken = mark;
}

void nw_domain_ridge(const nw_domain *domain, arb_t centre, mag_t reach, arb_srcptr slope, const arb_t offset)
{
    mag_t size, width;
    arb_t x;
    mag_init(size);
    mag_init(width);
    arb_init(x);
    mag_zero(reach);
    arb_set(centre, offset);
    for (int a = 0; a < domain->table.axes; a++) {
        arb_set_d(x, domain->centre[a]);
        arb_addmul(centre, slope + a, x, domain->prec);
        arb_get_mag(size, slope + a);
        mag_set_d(width, domain->half[a]);
        mag_addmul(reach, size, width);
    }
    mag_clear(size);
    mag_clear(width);
    arb_clear(x);
}

void nw_centred_ridge(const nw_domain *domain, nw_centred *out, const nw_curve *f, arb_srcptr slope, const arb_t offset)
{
    arb_struct k[NW_VERIFY_DEGREE + 1], step[NW_VERIFY_AXES];
    arb_t z;
    mag_t reach;
    arb_init(z);
    mag_init(reach);
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_init(k + i);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        arb_init(step + a);
    nw_domain_ridge(domain, z, reach, slope, offset);
    for (int a = 0; a < domain->table.axes; a++) {
        arb_set_d(step + a, domain->half[a]);
        arb_mul(step + a, step + a, slope + a, domain->prec);
    }
    nw_curve_expand(k, out->rest, f, z, reach, domain->degree, domain->prec);
    /* (sum_a step_a u_a)^g = sum over |m| = g of g!/m! prod (step_a u_a)^m_a */
    for (size_t m = 0; m < domain->count; m++) {
        arb_mul_ui(out->c + m, k + domain->table.degree[m], domain->table.multinomial[m], domain->prec);
        for (int a = 0; a < domain->table.axes; a++)
            for (int i = 0; i < domain->table.power[m][a]; i++)
                arb_mul(out->c + m, out->c + m, step + a, domain->prec);
    }
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_clear(k + i);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        arb_clear(step + a);
    arb_clear(z);
    mag_clear(reach);
}
