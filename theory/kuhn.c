/* Piecewise linear interpolation, r = 1: the cards kuhn and ramp. */
#include "catalogue.h"
#include "universal.h"

static void set_count(nw_result *result, const fmpz_t count, const nw_setting *setting)
{
    const fmpq *eps = nw_setting_rational(setting, NW_EPS);
    fmpz_t m;
    fmpz_init(m);
    fmpz_cdiv_q(m, fmpq_denref(eps), fmpq_numref(eps));
    nw_result_set_integer(result, count);
    nw_result_detail_integer(result, "M", m);
    nw_result_set_exponent(result, NW_EXPONENT, nw_setting_integer(setting, NW_N), 1);
    fmpz_clear(m);
}

/* ---- kuhn ---- */

static const char *const kuhn_hypotheses[] = {
    "targets in W(1,n); connections of sparse layers are counted, and no output bias",
    NULL,
};

static const nw_reads kuhn_reads[] = {
    {.param = NW_R, .default_text = "1", .least = 1, .greatest = 1},
    {.param = NW_N},
    {.param = NW_EPS},
    {.param = NW_ACTIVATION, .default_text = "crelu", .words = NW_WORD(NW_RELU) | NW_WORD(NW_CRELU)},
    NW_READS_END,
};

static void evaluate_kuhn(nw_result *result, const nw_setting *setting, nw_context *context)
{
    (void)context;
    fmpz_t count;
    fmpz_init(count);
    nw_kuhn_count(count, nw_setting_rational(setting, NW_EPS), nw_setting_integer(setting, NW_N));
    set_count(result, count, setting);
    fmpz_clear(count);
}

const nw_card nw_card_kuhn = {
    .id = "kuhn",
    .kind = NW_UPPER,
    .quantity = "N_f",
    .title = "piecewise linear interpolation on the Kuhn triangulation, r = 1",
    .formula = "n = 1: 3 (M+1);  n >= 2: (M+1)^n (12 n - 6) + 2 (n-1) + (n-1)(n-2)/2;  M = ceil(1/eps)",
    .reads = kuhn_reads,
    .hypotheses = kuhn_hypotheses,
    .reference = "Kuhn triangulation; count of theory.md, section 6",
    .provenance = NW_BUILT,
    .exponent = "n",
    .derivation =
        "On the grid with M = ceil(1/eps) intervals of length h = 2/M per axis, interpolate linearly on Kuhn's "
        "triangulation. At x the weights w_v of the simplex satisfy sum_v w_v |x_i - v_i| <= h/2 in every coordinate, so "
        "the error is at most h/2 times the sum of the derivatives' norms, at most 1/M. The hat at v is max(0, 1 + min(0, "
        "u_1..u_n) - max(0, u_1..u_n)) with u = (x - v)/h; carrying and comparing coordinates one layer at a time costs "
        "12 n - 6 connections a node, plus carries of the coordinates that all nodes share. In one dimension hinges do: "
        "M + 1 units of three parameters.",
    .evaluate = evaluate_kuhn,
};

/* ---- ramp ---- */

static const char *const ramp_hypotheses[] = {
    "targets in W(1,1); one hidden layer of clipped ReLU units, and no output bias",
    NULL,
};

static const nw_reads ramp_reads[] = {
    {.param = NW_R, .default_text = "1", .least = 1, .greatest = 1},
    {.param = NW_N, .default_text = "1", .least = 1, .greatest = 1},
    {.param = NW_EPS},
    {.param = NW_ACTIVATION, .default_text = "crelu", .words = NW_WORD(NW_CRELU)},
    NW_READS_END,
};

static void evaluate_ramp(nw_result *result, const nw_setting *setting, nw_context *context)
{
    (void)context;
    fmpz_t count;
    fmpz_init(count);
    nw_kuhn_count(count, nw_setting_rational(setting, NW_EPS), 1); /* ramps and hinges cost the same */
    set_count(result, count, setting);
    fmpz_clear(count);
}

const nw_card nw_card_ramp = {
    .id = "ramp",
    .kind = NW_UPPER,
    .quantity = "N_f",
    .title = "sum of clipped ReLU ramps, n = 1, r = 1",
    .formula = "3 (M+1),  M = ceil(1/eps)",
    .reads = ramp_reads,
    .hypotheses = ramp_hypotheses,
    .reference = "theory.md, section 6",
    .provenance = NW_BUILT,
    .exponent = "1",
    .derivation =
        "With nodes x_0 < .. < x_M at distance h = 2/M the sum y(x_0) + sum_j (y(x_{j+1}) - y(x_j)) s((x - x_j)/h), s the "
        "clipped ReLU, interpolates y linearly. The constant is one more unit, so M + 1 units with three parameters each, "
        "and the error on W(1,1) is at most h/2 = 1/M.",
    .evaluate = evaluate_ramp,
};
