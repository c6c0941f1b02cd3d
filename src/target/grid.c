#include "target/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "perfect_spline.h"
#include "witness.h"

long nw_grid_side(const nw_target *target)
{
    return target->family == &nw_family_bump ? target->scale : target->scale + 1;
}

long nw_grid_cell(long scale, double x)
{
    double m = (double)scale, cell = floor((x + 1) * (m / 2));
    return (long)(cell < 0 ? 0 : cell > m - 1 ? m - 1 : cell);
}

/* ---- norms ---- */

/* a_j = ||phi_r^(j)||, j = 0..r.  phi_r(t) = S'_{r+1}((t + 1)/2) / max S'_{r+1} gives
 * a_j = sigma_{r+1,j+1} / (2^j sigma_{r+1,1}). */
static void bump_norms(arb_ptr a, slong r, slong prec)
{
    arb_ptr sigma = _arb_vec_init(r + 1);
    nw_smoothstep_norms(sigma, r + 1, prec);
    arb_one(a);
    for (slong j = 1; j <= r; j++) {
        arb_div(a + j, sigma + j, sigma, prec);
        arb_mul_2exp_si(a + j, a + j, -j);
    }
    _arb_vec_clear(sigma, r + 1);
}

/* C(M) = sum over |k| <= r of prod_i a_{k_i} M^{k_i}.  The bumps are disjoint and each is a product, so that this is
 * the norm of every pattern of signs with height 1, not only a bound. */
static void bump_norm(arb_t bound, const nw_target *target, slong prec)
{
    slong r = target->order;
    arb_ptr b = _arb_vec_init(r + 1), c = _arb_vec_init(r + 1);
    fmpz_t power;
    fmpz_init_set_ui(power, 1);
    bump_norms(b, r, prec);
    for (slong j = 0; j <= r; j++) {
        arb_mul_fmpz(b + j, b + j, power, prec);
        fmpz_mul_si(power, power, target->scale);
    }
    _arb_poly_pow_ui_trunc_binexp(c, b, r + 1, (ulong)target->inputs, r + 1, prec);
    arb_zero(bound);
    for (slong j = 0; j <= r; j++)
        arb_add(bound, bound, c + j, prec);
    fmpz_clear(power);
    _arb_vec_clear(b, r + 1);
    _arb_vec_clear(c, r + 1);
}

/* C(M) of the smoothstep witness. */
static void step_norm(arb_t bound, const nw_target *target, slong prec)
{
    nw_context *context = nw_context_new();
    fmpz_t scale;
    fmpz_init_set_si(scale, target->scale);
    nw_witness_constant_at(bound, &nw_witness_smoothstep, scale, target->order, target->inputs, context, prec);
    fmpz_clear(scale);
    nw_context_free(context);
}

/* sup |profile'| rounded up: a_1, sigma_{r,1}. */
static double profile_slope(const nw_univariate *profile)
{
    slong r = profile->order, prec = 128;
    arb_ptr norms = _arb_vec_init(r + 1);
    arf_t upper;
    arf_init(upper);
    bool bump = profile->function == NW_FUNCTION_BUMP;
    if (bump)
        bump_norms(norms, r, prec);
    else
        nw_smoothstep_norms(norms, r, prec);
    arb_get_ubound_arf(upper, norms + (bump ? 1 : 0), prec);
    double slope = arf_get_d(upper, ARF_RND_UP);
    arf_clear(upper);
    _arb_vec_clear(norms, r + 1);
    return slope;
}

/* ---- cuts ---- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Borders (2 j - M)/M and knots (2 j + 1 - M + t)/M, t the knot of a bump's profile; for step t = 2 s - 1. */
static void make_cuts(nw_target *target)
{
    double knots[NW_MOST_BREAKS];
    size_t knot_count = nw_univariate_breaks(knots, &target->profile);
    long m = target->scale;
    double *cuts = nw_alloc((size_t)m * (knot_count + 1), sizeof *cuts);
    size_t count = 0;
    for (long j = 0; j < m; j++) {
        if (j > 0)
            cuts[count++] = (double)(2 * j - m) / (double)m;
        for (size_t k = 0; k < knot_count; k++) {
            long double t = target->family == &nw_family_bump ? knots[k] : 2 * (long double)knots[k] - 1;
            if (t > -1 && t < 1) /* its ends are the borders */
                cuts[count++] = (double)(((long double)(2 * j + 1 - m) + t) / (long double)m);
        }
    }
    qsort(cuts, count, sizeof *cuts, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (cuts[i] > -1 && cuts[i] < 1 && (kept == 0 || cuts[i] > cuts[kept - 1]))
            cuts[kept++] = cuts[i];
    target->cuts = cuts;
    target->cut_count = kept;
}

static void prepare(nw_target *target)
{
    target->profile = (nw_univariate){
        .function = target->family == &nw_family_bump ? NW_FUNCTION_BUMP : NW_FUNCTION_STEP,
        .order = target->order,
    };
    target->slope = profile_slope(&target->profile);
    make_cuts(target);
}

/* ---- building, reading, writing ---- */

static nw_status build(nw_target *target, nw_word *word, nw_error *error)
{
    target->order = (int)nw_word_integer(word, "r");
    target->inputs = target->m1 = (int)nw_word_integer(word, "n");
    target->scale = nw_word_integer(word, "M");
    nw_status status = nw_signs_draw(target, nw_word_text(word, "signs"), error);
    if (status == NW_OK)
        prepare(target);
    return status;
}

static nw_status read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    const char *signs;
    nw_status status = nw_json_get_integer(&target->scale, object, "scale", 1, NW_MOST_SCALE, place, error);
    if (status == NW_OK)
        status = nw_json_get_text(&signs, object, "signs", place, error);
    if (status != NW_OK)
        return status;
    if (target->m1 != target->inputs)
        return nw_fail(error, NW_BAD_INPUT, "%.100s: %.200s.m1 of a %s must be the number of inputs", place.file,
                       place.path, target->family->name);
    size_t count = nw_signs_count(nw_grid_side(target), target->inputs);
    if (count == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.100s: %.200s: scale %ld on %d axes makes more than %d signs", place.file,
                       place.path, target->scale, target->inputs, NW_MOST_SIGNS);
    if (strlen(signs) != count || strspn(signs, "+-") != count)
        return nw_fail(error, NW_BAD_INPUT, "%.100s: %.200s.signs must be a string of %zu + and -", place.file,
                       place.path, count);
    target->signs = nw_copy_text(signs);
    prepare(target);
    /* The word that gives it again. */
    char *text = nw_signs_text(target);
    nw_text out = {0};
    nw_text_addf(&out, "%s:r=%d,n=%d,M=%ld,signs=", target->family->name, target->order, target->inputs, target->scale);
    nw_text_add(&out, text);
    target->word = nw_text_take(&out);
    free(text);
    return NW_OK;
}

static void describe(const nw_target *target, json_t *object)
{
    nw_json_put(object, "scale", json_integer(target->scale));
    nw_json_put_text(object, "signs", target->signs);
}

static void clear(nw_target *target)
{
    free(target->signs);
}

static double resolution(const nw_target *target, int axis)
{
    (void)axis;
    return 24 * (double)target->scale + 1;
}

static const char *const MEMBERS[] = {"scale", "signs", NULL};

#define GRID_KEYS(default_signs)                                                                                       \
    {.name = "r", .kind = NW_KEY_INTEGER, .standard = "1", .least = 1, .greatest = NW_SPLINE_ORDER},                   \
        {.name = "n", .kind = NW_KEY_INTEGER, .standard = "1", .least = 1, .greatest = NW_MOST_INPUTS},                \
        {.name = "M", .kind = NW_KEY_INTEGER, .standard = "8", .least = 1, .greatest = NW_MOST_SCALE},                 \
        {.name = "signs", .kind = NW_KEY_TEXT, .standard = default_signs},                                             \
        {.name = "amplitude", .kind = NW_KEY_NUMBER, .greatest = NW_MOST_AMPLITUDE},                                   \
    {                                                                                                                  \
        .name = NULL                                                                                                   \
    }

static const nw_key BUMP_KEYS[] = {GRID_KEYS("seed:7")};
static const nw_key STEP_KEYS[] = {GRID_KEYS("alternate")};

const nw_family nw_family_bump = {
    .name = "bump",
    .cells = true,
    .keys = BUMP_KEYS,
    .build = build,
    .read = read,
    .describe = describe,
    .members = MEMBERS,
    .clear = clear,
    .norm = bump_norm,
    .values = nw_bump_values,
    .enclose = nw_bump_enclose,
    .resolution = resolution,
    .taylor = nw_bump_taylor,
};

const nw_family nw_family_step = {
    .name = "step",
    .cells = true,
    .keys = STEP_KEYS,
    .build = build,
    .read = read,
    .describe = describe,
    .members = MEMBERS,
    .clear = clear,
    .norm = step_norm,
    .values = nw_step_values,
    .enclose = nw_step_enclose,
    .resolution = resolution,
    .taylor = nw_step_taylor,
};
