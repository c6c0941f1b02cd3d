#include "verify/adjoint.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { WORD = 64 /* bits */ };

void nw_affine_init(nw_affine *affine)
{
    arb_init(affine->constant);
    mag_init(affine->rest);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        arb_init(affine->gradient + a);
}

void nw_affine_clear(nw_affine *affine)
{
    arb_clear(affine->constant);
    mag_clear(affine->rest);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        arb_clear(affine->gradient + a);
}

static arb_ptr balls_of(const double *values, size_t count)
{
    arb_ptr balls = _arb_vec_init((slong)count);
    for (size_t i = 0; i < count; i++)
        arb_set_d(balls + i, values[i]);
    return balls;
}

void nw_adjoint_init(nw_adjoint *adjoint, const nw_graph *graph, const nw_pieces *pieces, slong prec)
{
    *adjoint = (nw_adjoint){.graph = graph, .pieces = pieces, .prec = prec};
    adjoint->weight = balls_of(graph->weight, graph->connections);
    adjoint->bias = balls_of(graph->bias, graph->count);
    adjoint->factor = _arb_vec_init((slong)graph->count);
    adjoint->open = nw_alloc(graph->count / WORD + 1, sizeof *adjoint->open);
    arb_init(adjoint->constant);
    mag_init(adjoint->rest);
}

void nw_adjoint_clear(nw_adjoint *adjoint)
{
    _arb_vec_clear(adjoint->weight, (slong)adjoint->graph->connections);
    _arb_vec_clear(adjoint->bias, (slong)adjoint->graph->count);
    _arb_vec_clear(adjoint->factor, (slong)adjoint->graph->count);
    free(adjoint->open);
    arb_clear(adjoint->constant);
    mag_clear(adjoint->rest);
}

void nw_adjoint_add(nw_adjoint *adjoint, size_t node, const arb_t factor)
{
    arb_add(adjoint->factor + node, adjoint->factor + node, factor, adjoint->prec);
    adjoint->open[node / WORD] |= (uint64_t)1 << node % WORD;
}

void nw_adjoint_add_sum(nw_adjoint *adjoint, size_t node, const arb_t factor)
{
    const nw_graph *graph = adjoint->graph;
    arb_addmul(adjoint->constant, adjoint->bias + node, factor, adjoint->prec);
    for (size_t c = graph->first[node]; c < graph->first[node + 1]; c++) {
        size_t source = graph->source[c];
        if (adjoint->pieces->kind[source] == NW_PIECE_ZERO)
            continue;
        arb_addmul(adjoint->factor + source, adjoint->weight + c, factor, adjoint->prec);
        adjoint->open[source / WORD] |= (uint64_t)1 << source % WORD;
    }
}

static int highest_bit(uint64_t word)
{
    return WORD - 1 - __builtin_clzll(word);
}

/* A chord with `cost`, the size of what it adds to the rest. */
static void take_hint(nw_kink_hint *hint, const nw_chord *chord, const nw_domain *domain, double cost)
{
    double all = 0;
    int crossed = 0, axis = 0;
    for (int a = 0; a < domain->table.axes; a++) {
        all += fabs(chord->gradient[a]) * domain->half[a];
        crossed += chord->gradient[a] != 0;
        axis = chord->gradient[a] != 0 ? a : axis;
    }
    if (!(all > 0 && isfinite(all) && isfinite(cost)))
        return;
    for (int a = 0; a < domain->table.axes; a++)
        hint->share[a] += cost * fabs(chord->gradient[a]) * domain->half[a] / all;
    if (crossed == 1 && cost > hint->weight[axis]) {
        /* The kink at 0, or that of crelu at 1 where 0 is out of reach. */
        double knot = fabs(chord->value) <= all ? 0 : 1;
        hint->weight[axis] = cost;
        hint->place[axis] = domain->centre[axis] + (knot - chord->value) / chord->gradient[axis];
    }
}

/* factor * (slope t + middle), and |factor| spread more. */
static void pass_chord(nw_adjoint *adjoint, size_t node, const nw_domain *domain, nw_kink_hint *hint)
{
    const nw_chord *chord = &adjoint->pieces->chord[node];
    arb_ptr factor = adjoint->factor + node;
    mag_t size;
    arb_t number;
    mag_init(size);
    arb_init(number);
    arb_get_mag(size, factor);
    mag_mul(size, size, chord->spread);
    mag_add(adjoint->rest, adjoint->rest, size);
    if (hint != NULL)
        take_hint(hint, chord, domain, mag_get_d(size));
    arb_set_d(number, chord->middle);
    arb_addmul(adjoint->constant, number, factor, adjoint->prec);
    arb_set_d(number, chord->slope);
    arb_mul(number, number, factor, adjoint->prec);
    nw_adjoint_add_sum(adjoint, node, number);
    mag_clear(size);
    arb_clear(number);
}

/* factor * (of_value y' + of_sum t' + whole + part), and |factor| off more. */
static void pass_same(nw_adjoint *adjoint, size_t node)
{
    const nw_chord *chord = &adjoint->pieces->chord[node];
    arb_ptr factor = adjoint->factor + node;
    mag_t size;
    arb_t number;
    mag_init(size);
    arb_init(number);
    arb_get_mag(size, factor);
    mag_mul(size, size, chord->off);
    mag_add(adjoint->rest, adjoint->rest, size);
    arb_set_d(number, chord->whole);
    arb_addmul(adjoint->constant, number, factor, adjoint->prec);
    arb_set_d(number, chord->part);
    arb_addmul(adjoint->constant, number, factor, adjoint->prec);
    arb_set_d(number, chord->of_value);
    arb_mul(number, number, factor, adjoint->prec);
    nw_adjoint_add(adjoint, chord->like, number);
    if (chord->of_sum != 0) {
        arb_set_d(number, chord->of_sum);
        arb_mul(number, number, factor, adjoint->prec);
        nw_adjoint_add_sum(adjoint, chord->like, number);
    }
    mag_clear(size);
    arb_clear(number);
}

/* A factor p in the ball m +- r: p y = m y + (p - m) y, |p - m| |y| <= r |y|, which goes to the constant's radius.
 * Thus factors that cancel are exactly 0, and what a maximum leaves behind is followed no further. */
static void make_exact(nw_adjoint *adjoint, size_t node)
{
    arb_ptr factor = adjoint->factor + node;
    mag_t size;
    if (mag_is_zero(arb_radref(factor)))
        return;
    mag_init(size);
    mag_set_d(size, adjoint->pieces->size[node]);
    mag_mul(size, size, arb_radref(factor));
    arb_add_error_mag(adjoint->constant, size);
    mag_zero(arb_radref(factor));
    mag_clear(size);
}

static void pass_unit(nw_adjoint *adjoint, size_t node, const nw_domain *domain, nw_kink_hint *hint)
{
    arb_ptr factor = adjoint->factor + node;
    make_exact(adjoint, node);
    if (!arb_is_zero(factor))
        switch ((nw_piece)adjoint->pieces->kind[node]) {
        case NW_PIECE_ZERO:
            break;
        case NW_PIECE_ONE:
            arb_add(adjoint->constant, adjoint->constant, factor, adjoint->prec);
            break;
        case NW_PIECE_LINE:
            nw_adjoint_add_sum(adjoint, node, factor);
            break;
        case NW_PIECE_CHORD:
            pass_chord(adjoint, node, domain, hint);
            break;
        case NW_PIECE_SAME:
            pass_same(adjoint, node);
            break;
        }
    arb_zero(factor);
}

void nw_adjoint_run(nw_adjoint *adjoint, nw_affine *sum, const nw_domain *domain, nw_kink_hint *hint)
{
    size_t axes = adjoint->graph->axes;
    arb_t centre;
    arb_init(centre);
    for (size_t a = 0; a < NW_VERIFY_AXES; a++)
        arb_zero(sum->gradient + a);
    /* Sources have lower numbers: when a node comes up its factor is complete. */
    for (size_t word = adjoint->graph->count / WORD + 1; word-- > 0;)
        while (adjoint->open[word] != 0) {
            int bit = highest_bit(adjoint->open[word]);
            size_t node = word * WORD + (size_t)bit;
            adjoint->open[word] ^= (uint64_t)1 << bit;
            if (node >= axes) {
                pass_unit(adjoint, node, domain, hint);
            } else {
                arb_swap(sum->gradient + node, adjoint->factor + node);
                arb_zero(adjoint->factor + node);
                arb_set_d(centre, domain->centre[node]);
                arb_addmul(adjoint->constant, sum->gradient + node, centre, adjoint->prec);
            }
        }
    arb_swap(sum->constant, adjoint->constant);
    mag_swap(sum->rest, adjoint->rest);
    arb_zero(adjoint->constant);
    mag_zero(adjoint->rest);
    arb_clear(centre);
}
