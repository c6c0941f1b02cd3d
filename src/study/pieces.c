#include "study/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/pieces_exact.h"

/* ---- the target as a polygon ---- */

/* In the frame u = (x + 1) N/2 in [0, N], y / amplitude, where vertices are integers and heights 0, 1 and -1:
 * bump, N = 2M: 0 at even u, sign j at u = 2j + 1; step, N = M: sign j at u = j. */
static void set_vertices(nw_tube *tube, const char *signs, bool bump)
{
    for (size_t i = 0; i < tube->count; i++) {
        char sign = !bump ? signs[i] : i % 2 == 1 ? signs[i / 2] : '0';
        fmpq_set_si(tube->x + i, (slong)i, 1);
        fmpq_set_si(tube->y + i, sign == '+' ? 1 : sign == '-' ? -1 : 0, 1);
    }
}

static void set_double(fmpq_t x, double value)
{
    arf_t exact;
    arf_init(exact);
    arf_set_d(exact, value);
    arf_get_fmpq(x, exact);
    arf_clear(exact);
}

static nw_status make_tube(nw_tube *tube, fmpq_t amplitude, const nw_target *target, const fmpq_t eps, nw_error *error)
{
    bool bump = strcmp(nw_target_family(target), "bump") == 0;
    if ((!bump && strcmp(nw_target_family(target), "step") != 0) || nw_target_order(target) != 1 ||
        nw_target_inputs(target) != 1)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: pieces are counted for targets that are piecewise linear in one variable; use bump or "
                       "step with r=1 and n=1",
                       nw_target_word(target));
    if (fmpq_sgn(eps) <= 0)
        return nw_fail(error, NW_BAD_INPUT, "eps: expected a number > 0");
    json_t *resolved = nw_target_to_json(target);
    const char *signs = json_string_value(json_object_get(resolved, "signs"));
    size_t count = strlen(signs);
    nw_tube_init(tube, bump ? 2 * count + 1 : count);
    set_vertices(tube, signs, bump);
    json_decref(resolved);
    set_double(amplitude, nw_target_amplitude(target));
    fmpq_div(tube->eps, eps, amplitude);
    return NW_OK;
}

/* ---- the answer in the user's frame ---- */

static void write_function(nw_pieces *pieces, const nw_exact_pieces *exact, const nw_tube *tube, const fmpq_t amplitude)
{
    fmpq_t number;
    fmpq_init(number);
    pieces->knots = nw_alloc(exact->count + 1, sizeof *pieces->knots);
    pieces->values = nw_alloc(exact->count + 1, sizeof *pieces->values);
    for (size_t i = 0; i <= exact->count; i++) {
        fmpq_div(number, exact->knots + i, tube->x + (tube->count - 1));
        fmpq_mul_2exp(number, number, 1);
        fmpq_sub_si(number, number, 1);
        pieces->knots[i] = nw_rational_double(number, MPFR_RNDN);
        fmpq_mul(number, exact->values + i, amplitude);
        pieces->values[i] = nw_rational_double(number, MPFR_RNDN);
    }
    fmpq_clear(number);
}

nw_status nw_pieces_least(nw_pieces *pieces, const nw_target *target, const fmpq_t eps, bool output_bias,
                          nw_error *error)
{
    *pieces = (nw_pieces){0};
    nw_tube tube;
    fmpq_t amplitude;
    fmpq_init(amplitude);
    nw_status status = make_tube(&tube, amplitude, target, eps, error);
    if (status == NW_OK) {
        nw_exact_pieces exact;
        nw_exact_pieces_find(&exact, &tube, output_bias);
        pieces->outcome = NW_PROVED;
        pieces->least = pieces->most = exact.count;
        pieces->width_least = exact.width_least;
        pieces->width_most = exact.width_most;
        write_function(pieces, &exact, &tube, amplitude);
        nw_exact_pieces_clear(&exact);
        nw_tube_clear(&tube);
    }
    fmpq_clear(amplitude);
    return status;
}

void nw_pieces_clear(nw_pieces *pieces)
{
    free(pieces->knots);
    free(pieces->values);
    *pieces = (nw_pieces){0};
}
