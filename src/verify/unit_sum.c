#include "verify/unit_sum.h"

#include <stdlib.h>

#include "base/memory.h"

void nw_unit_sum_init(nw_unit_sum *sum, int axes)
{
    *sum = (nw_unit_sum){.axes = axes};
}

void nw_unit_sum_clear(nw_unit_sum *sum)
{
    free(sum->kinds);
    _arb_vec_clear(sum->slopes, (slong)sum->room * sum->axes);
    _arb_vec_clear(sum->offsets, (slong)sum->room);
    _arb_vec_clear(sum->outers, (slong)sum->room);
    if (sum->weights != NULL) {
        _arb_vec_clear(sum->weights, (slong)sum->weight_count);
        _arb_vec_clear(sum->k, (slong)sum->count * (NW_VERIFY_DEGREE + 1));
        _mag_vec_clear(sum->sizes, (slong)sum->count);
    }
}

/* A longer vector of balls; the old entries move. */
static arb_ptr longer(arb_ptr old, size_t count, size_t room)
{
    arb_ptr vector = _arb_vec_init((slong)room);
    for (size_t i = 0; i < count; i++)
        arb_swap(vector + i, old + i);
    _arb_vec_clear(old, (slong)count);
    return vector;
}

size_t nw_unit_sum_add(nw_unit_sum *sum, nw_curve_kind kind)
{
    if (sum->count == sum->room) {
        size_t axes = (size_t)sum->axes, old = sum->room;
        sum->room = 2 * old + 8;
        sum->kinds = nw_grow(sum->kinds, sum->room, sizeof *sum->kinds);
        sum->slopes = longer(sum->slopes, old * axes, sum->room * axes);
        sum->offsets = longer(sum->offsets, old, sum->room);
        sum->outers = longer(sum->outers, old, sum->room);
    }
    sum->kinds[sum->count] = kind;
    return sum->count++;
}

void nw_unit_sum_settle(nw_unit_sum *sum, const nw_domain *domain)
{
    size_t axes = (size_t)sum->axes;
    sum->weight_count = domain->table.first[NW_VERIFY_DEGREE + 1] * sum->count;
    sum->weights = _arb_vec_init((slong)sum->weight_count);
    sum->k = _arb_vec_init((slong)sum->count * (NW_VERIFY_DEGREE + 1));
    sum->sizes = _mag_vec_init((slong)sum->count);
    for (size_t i = 0; i < sum->weight_count; i++) {
        size_t m = i / sum->count, j = i % sum->count;
        arb_ptr weight = sum->weights + i;
        arb_mul_ui(weight, sum->outers + j, domain->table.multinomial[m], domain->prec);
        for (size_t a = 0; a < axes; a++)
            for (int e = 0; e < domain->table.power[m][a]; e++)
                arb_mul(weight, weight, sum->slopes + j * axes + a, domain->prec);
    }
    for (size_t j = 0; j < sum->count; j++)
        arb_get_mag(sum->sizes + j, sum->outers + j);
}

/* value *= h^m */
static void scale_to_box(arb_t value, const nw_domain *domain, size_t m)
{
    arb_t half;
    arb_init(half);
    for (int a = 0; a < domain->table.axes; a++) {
        if (domain->table.power[m][a] == 0)
            continue;
        arb_set_d(half, domain->half[a]);
        for (int e = 0; e < domain->table.power[m][a]; e++)
            arb_mul(value, value, half, domain->prec);
    }
    arb_clear(half);
}

void nw_unit_sum_form(nw_unit_sum *sum, const nw_domain *domain, nw_centred *form)
{
    arb_struct k[NW_VERIFY_DEGREE + 1];
    arb_t z;
    mag_t reach, rest;
    if (sum->count == 0)
        return;
    arb_init(z);
    mag_init(reach);
    mag_init(rest);
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_init(k + i);
    size_t axes = (size_t)sum->axes;
    for (size_t j = 0; j < sum->count; j++) {
        nw_curve f = {.kind = sum->kinds[j]};
        nw_domain_ridge(domain, z, reach, sum->slopes + j * axes, sum->offsets + j);
        nw_curve_expand(k, rest, &f, z, reach, domain->degree, domain->prec);
        for (int i = 0; i <= domain->degree; i++)
            arb_swap(sum->k + (size_t)i * sum->count + j, k + i);
        mag_addmul(form->rest, sum->sizes + j, rest);
    }
    for (size_t m = 0; m < domain->count; m++) {
        /* sum_j outer_j k_j (slope_j . (x - c))^|m|, the part with (x - c)^m = h^m u^m */
        arb_dot(z, NULL, 0, sum->k + domain->table.degree[m] * sum->count, 1, sum->weights + m * sum->count, 1,
                (slong)sum->count, domain->prec);
        if (m > 0)
            scale_to_box(z, domain, m);
        arb_add(form->c + m, form->c + m, z, domain->prec);
    }
    arb_clear(z);
    mag_clear(reach);
    mag_clear(rest);
    for (int i = 0; i <= NW_VERIFY_DEGREE; i++)
        arb_clear(k + i);
}
