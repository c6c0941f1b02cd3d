/* McShane's extension, r = 1: the card mcshane. */
#include "base/memory.h"
#include "built.h"
#include "catalogue.h"

static const char *const mcshane_hypotheses[] = {
    "targets in W(1,n); connections of sparse layers are counted, and no output bias",
    NULL,
};

static const nw_reads mcshane_reads[] = {
    {.param = NW_R, .default_text = "1", .least = 1, .greatest = 1},
    {.param = NW_N, .least = 1, .greatest = 2},
    {.param = NW_EPS},
    {.param = NW_ACTIVATION, .default_text = "relu", .words = NW_WORD(NW_RELU)},
    NW_READS_END,
};

static void evaluate_mcshane(nw_result *result, const nw_setting *setting, nw_context *context)
{
    (void)context;
    const fmpq *eps = nw_setting_rational(setting, NW_EPS);
    slong n = nw_setting_integer(setting, NW_N), hidden;
    fmpz_t centres, count, widest;
    fmpz_init(centres);
    fmpz_init(count);
    fmpz_init(widest);
    fmpz_cdiv_q(centres, fmpq_denref(eps), fmpq_numref(eps));
    nw_built_mcshane_shape(count, widest, &hidden, centres, n);
    nw_result_set_integer(result, count);
    nw_result_detail_integer(result, "centres", centres);
    nw_result_detail(result, "depth", nw_format("%ld", (long)hidden));
    nw_result_detail_integer(result, "width", widest);
    nw_result_set_exponent(result, NW_EXPONENT, n, 1);
    fmpz_clear(centres);
    fmpz_clear(count);
    fmpz_clear(widest);
}

const nw_card nw_card_mcshane = {
    .id = "mcshane",
    .kind = NW_UPPER,
    .quantity = "N_f",
    .title = "McShane's extension: a maximum of cones, n = 1, 2, r = 1",
    .formula = "P = ceil(1/eps) a power of two, P >= 2:  n = 1: 15 P/2 - 1 + log2 P;  "
               "n = 2: 15 P^2/2 + (11 + log2 P) P + 2",
    .reads = mcshane_reads,
    .hypotheses = mcshane_hypotheses,
    .reference = "McShane 1934; count of theory.md, section 6",
    .provenance = NW_BUILT,
    .exponent = "n",
    .derivation =
        "A target in W(1,n) is 1-Lipschitz in the max norm. On the P^n centres x_i of cells of side 2/P, P = "
        "ceil(1/eps), let F = max_i (y(x_i) - ||x - x_i||_inf). Then F <= y, and F >= y - 2/P because a centre is "
        "within 1/P: F + 1/P errs by at most 1/P. Only the P^n values y(x_i) depend on the target, as biases, and F "
        "is 1-Lipschitz in them. One unit relu(x_i - x) a centre gives all distances along an axis, up to a term that "
        "the maximum lets pass; in two dimensions ||x - x_ij||_inf = D'_j + relu(D_i - D'_j), and D'_j passes the "
        "maximum over i. Maxima are trees of max(a,b) = relu(a - b) + relu(b), b >= 0, six connections a pair (five "
        "between leaves); the count adds up their levels, for every P, and the constructed network has exactly that "
        "many.",
    .evaluate = evaluate_mcshane,
};
