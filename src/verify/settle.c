#include "verify/settle.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* u = 2^-53.  ROUNDED covers a few operations on numbers of one sign, SMALL what underflow takes from any sum here. */
static const double ROUNDED = 1 + 0x1p-48, SMALL = 0x1p-1000;

void nw_settling_init(nw_settling *settling, const nw_graph *graph, slong prec)
{
    *settling = (nw_settling){.graph = graph};
    settling->pieces.kind = nw_alloc(graph->count, sizeof *settling->pieces.kind);
    settling->pieces.chord = nw_alloc(graph->count, sizeof *settling->pieces.chord);
    settling->pieces.size = nw_alloc(graph->count, sizeof *settling->pieces.size);
    settling->flat = nw_alloc(graph->count, sizeof *settling->flat);
    for (size_t j = 0; j < graph->count; j++)
        mag_init(settling->pieces.chord[j].spread);
    nw_adjoint_init(&settling->adjoint, graph, &settling->pieces, prec);
    nw_affine_init(&settling->affine);
    settling->bends = (nw_bends){.pieces = &settling->pieces};
    settling->relevance = nw_alloc(graph->count, sizeof *settling->relevance);
}

void nw_settling_clear(nw_settling *settling)
{
    for (size_t j = 0; j < settling->graph->count; j++)
        mag_clear(settling->pieces.chord[j].spread);
    free(settling->pieces.kind);
    free(settling->pieces.chord);
    free(settling->pieces.size);
    free(settling->flat);
    free(settling->bends.node);
    free(settling->relevance);
    nw_adjoint_clear(&settling->adjoint);
    nw_affine_clear(&settling->affine);
}

/* ---- in doubles ---- */

static double reach_of(const double *gradient, const nw_domain *domain)
{
    double reach = 0;
    for (int a = 0; a < domain->table.axes; a++)
        reach += fabs(gradient[a]) * domain->half[a];
    return reach * ROUNDED + SMALL;
}

static double size_of(const nw_flat *flat)
{
    double size = (fabs(flat->value) + flat->reach + flat->rest) * ROUNDED;
    return isfinite(size) ? size : INFINITY; /* not NaN */
}

/* The sum that enters node j, from the flat forms of its sources. */
static void sum_in_doubles(nw_flat *sum, const nw_settling *settling, const nw_domain *domain, size_t j)
{
    const nw_graph *graph = settling->graph;
    double gradient[NW_VERIFY_AXES] = {0}, value = graph->bias[j], sizes = fabs(value), rests = 0;
    size_t begin = graph->first[j], end = graph->first[j + 1];
    for (size_t c = begin; c < end; c++) {
        size_t source = graph->source[c];
        double w = graph->weight[c];
        if (settling->pieces.kind[source] == NW_PIECE_ZERO)
            continue;
        const nw_flat *flat = &settling->flat[source];
        value += w * flat->value;
        for (int a = 0; a < NW_VERIFY_AXES; a++)
            gradient[a] += w * flat->gradient[a];
        sizes += fabs(w) * settling->pieces.size[source];
        rests += fabs(w) * flat->rest;
    }
    /* n products and the bias are summed into value and into each gradient: the errors of value and of gradient . h
     * are at most (n + 1) u/(1 - (n + 1) u) times |b| + sum |w| (|value| + |gradient| . h) <= sizes.  sizes and rests
     * are themselves too small by at most that factor.  n <= 2^20 + 1. */
    double unit = (double)(end - begin + 8) * 0x1p-52;
    sum->value = value;
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        sum->gradient[a] = gradient[a];
    sum->rest = (rests + unit * sizes) * (1 + unit) * ROUNDED + SMALL;
    sum->reach = reach_of(gradient, domain);
}

/* The ends of its range, outward: value +- spread is rounded by at most u (|value| + spread). */
static void range_in_doubles(double *low, double *high, const nw_flat *sum)
{
    double spread = (sum->reach + sum->rest) * ROUNDED;
    spread += 0x1p-50 * (fabs(sum->value) + spread);
    *low = sum->value - spread;
    *high = sum->value + spread;
}

/* ---- in balls ---- */

/* The ends of the range of the sum that the affine form encloses, outward. */
static void range_of(arf_t low, arf_t high, const nw_affine *affine, const nw_domain *domain)
{
    arb_t width, size;
    arb_init(width);
    arb_init(size);
    for (int a = 0; a < domain->table.axes; a++) {
        arb_abs(size, affine->gradient + a);
        arf_set_d(low, domain->half[a]);
        arb_addmul_arf(width, size, low, domain->prec);
    }
    arb_add_error_mag(width, affine->rest);
    arb_sub(size, affine->constant, width, domain->prec);
    arb_get_lbound_arf(low, size, domain->prec);
    arb_add(size, affine->constant, width, domain->prec);
    arb_get_ubound_arf(high, size, domain->prec);
    arb_clear(width);
    arb_clear(size);
}

/* The same in doubles; radii and roundings go to the rest.  mag_get_d never returns less than the number. */
static void flat_of_affine(nw_flat *flat, const nw_affine *affine, const nw_domain *domain)
{
    double lost = mag_get_d(affine->rest) + mag_get_d(arb_radref(affine->constant));
    flat->value = arf_get_d(arb_midref(affine->constant), ARF_RND_NEAR);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        flat->gradient[a] = arf_get_d(arb_midref(affine->gradient + a), ARF_RND_NEAR);
    for (int a = 0; a < domain->table.axes; a++)
        lost += mag_get_d(arb_radref(affine->gradient + a)) * domain->half[a];
    flat->reach = reach_of(flat->gradient, domain);
    flat->rest = (lost + 0x1p-52 * (fabs(flat->value) + flat->reach)) * ROUNDED + SMALL;
}

/* y = slope t + middle +- spread */
static void flat_of_chord(nw_flat *flat, nw_chord *chord, const nw_domain *domain)
{
    double s = chord->slope, lost = s * flat->rest + mag_get_d(chord->spread);
    chord->value = flat->value;
    for (int a = 0; a < NW_VERIFY_AXES; a++) {
        chord->gradient[a] = flat->gradient[a];
        flat->gradient[a] *= s;
    }
    /* One product for each number, one sum: 2 u of the sizes. */
    lost += 0x1p-51 * (s * (fabs(flat->value) + flat->reach) + fabs(chord->middle));
    flat->value = s * flat->value + chord->middle;
    flat->reach = reach_of(flat->gradient, domain);
    flat->rest = lost * ROUNDED + SMALL;
}

/* The unit's sum followed back to the inputs: what its parts have in common cancels. */
static nw_piece refine(nw_settling *settling, const nw_domain *domain, size_t j)
{
    nw_activation activation = settling->graph->activation[j];
    nw_chord *chord = &settling->pieces.chord[j];
    arf_t low, high;
    arb_t one;
    arf_init(low);
    arf_init(high);
    arb_init(one);
    arb_one(one);
    nw_adjoint_add_sum(&settling->adjoint, j, one);
    nw_adjoint_run(&settling->adjoint, &settling->affine, domain, NULL);
    range_of(low, high, &settling->affine, domain);
    nw_piece piece = nw_piece_between_balls(activation, low, high);
    flat_of_affine(&settling->flat[j], &settling->affine, domain);
    if (piece == NW_PIECE_CHORD) {
        nw_chord_between(chord, activation, low, high);
        flat_of_chord(&settling->flat[j], chord, domain);
        if (chord->kinks == 1)
            piece = nw_bends_add(&settling->bends, j, &settling->adjoint, &settling->affine, domain);
    }
    arf_clear(low);
    arf_clear(high);
    arb_clear(one);
    return piece;
}

/* ---- all units ---- */

static void settle_input(nw_settling *settling, const nw_domain *domain, size_t a)
{
    nw_flat *flat = &settling->flat[a];
    *flat = (nw_flat){.value = domain->centre[a]};
    flat->gradient[a] = 1;
    flat->reach = reach_of(flat->gradient, domain);
    settling->pieces.kind[a] = NW_PIECE_LINE;
    settling->pieces.size[a] = size_of(flat);
}

static void settle_unit(nw_settling *settling, const nw_domain *domain, size_t j, bool thorough)
{
    nw_flat *flat = &settling->flat[j];
    nw_activation activation = settling->graph->activation[j];
    double low, high;
    sum_in_doubles(flat, settling, domain, j);
    range_in_doubles(&low, &high, flat);
    nw_piece piece = nw_piece_between(activation, low, high);
    if (piece == NW_PIECE_CHORD && thorough) {
        piece = refine(settling, domain, j);
    } else if (piece == NW_PIECE_CHORD) {
        nw_chord_roughly(&settling->pieces.chord[j], activation, low, high);
        flat_of_chord(flat, &settling->pieces.chord[j], domain);
    }
    if (piece == NW_PIECE_ZERO || piece == NW_PIECE_ONE)
        *flat = (nw_flat){.value = piece == NW_PIECE_ONE};
    settling->pieces.kind[j] = (unsigned char)piece;
    settling->pieces.size[j] = size_of(flat);
}

/* Which bending units the roots depend on, to rounding: heuristic, as what is not done thoroughly holds as well.
 * Returns the first of them, or the number of nodes. */
static size_t mark_relevant(nw_settling *settling, const size_t *roots, size_t root_count)
{
    const nw_graph *graph = settling->graph;
    double *factor = settling->relevance;
    size_t least = graph->count;
    for (size_t j = 0; j < graph->count; j++)
        factor[j] = 0;
    for (size_t r = 0; r < root_count; r++)
        factor[roots[r]] = 1;
    for (size_t j = graph->count; j-- > graph->axes;) {
        nw_piece piece = (nw_piece)settling->pieces.kind[j];
        if (factor[j] == 0 || piece == NW_PIECE_ZERO || piece == NW_PIECE_ONE)
            continue;
        if (piece == NW_PIECE_CHORD)
            least = j;
        double passed = factor[j] * (piece == NW_PIECE_CHORD ? settling->pieces.chord[j].slope : 1);
        for (size_t c = graph->first[j]; c < graph->first[j + 1]; c++)
            factor[graph->source[c]] += passed * graph->weight[c];
    }
    return least;
}

void nw_settling_run(nw_settling *settling, const nw_domain *domain, const size_t *roots, size_t root_count)
{
    const nw_graph *graph = settling->graph;
    for (size_t a = 0; a < graph->axes; a++)
        settle_input(settling, domain, a);
    for (size_t j = graph->axes; j < graph->count; j++)
        settle_unit(settling, domain, j, false);
    settling->bends.count = 0;
    for (size_t j = mark_relevant(settling, roots, root_count); j < graph->count; j++)
        settle_unit(settling, domain, j, settling->relevance[j] != 0);
}

void nw_settling_sum(nw_settling *settling, const nw_domain *domain, nw_centred *form, nw_kink_hint *hint)
{
    nw_affine *sum = &settling->affine;
    arb_t half;
    arb_init(half);
    nw_adjoint_run(&settling->adjoint, sum, domain, hint);
    arb_add(form->c, form->c, sum->constant, domain->prec);
    /* x_a - c_a = h_a u_a; on a point, where there are no terms of degree 1, h = 0. */
    for (size_t m = 1; m < domain->count && domain->table.degree[m] == 1; m++)
        for (int a = 0; a < domain->table.axes; a++)
            if (domain->table.power[m][a] == 1) {
                arb_set_d(half, domain->half[a]);
                arb_addmul(form->c + m, sum->gradient + a, half, domain->prec);
            }
    mag_add(form->rest, form->rest, sum->rest);
    arb_clear(half);
}
