#include "universal.h"

#include "built.h"

void nw_kuhn_count(fmpz_t count, const fmpq_t eta, slong n)
{
    fmpz_t intervals; /* ceil(1/eta), at least 1 */
    fmpz_init(intervals);
    fmpz_cdiv_q(intervals, fmpq_denref(eta), fmpq_numref(eta));
    nw_built_kuhn_total(count, intervals, n);
    fmpz_clear(intervals);
}

/* The smallest integer N > max(3n/2, x) with x^r = (3n)^r / (r! eta). */
static void tanh2_resolution(fmpz_t resolution, const fmpq_t eta, slong r, slong n)
{
    fmpz_t top, bottom, least;
    fmpz_init(top);
    fmpz_init(bottom);
    fmpz_init_set_si(least, 3 * n / 2 + 1);
    fmpz_set_si(top, 3 * n);
    fmpz_pow_ui(top, top, (ulong)r);
    fmpz_mul(top, top, fmpq_denref(eta));
    fmpz_fac_ui(bottom, (ulong)r);
    fmpz_mul(bottom, bottom, fmpq_numref(eta));
    /* N^r > x^r for integers N means N^r > floor(x^r), that is N > floor of the r-th root. */
    fmpz_fdiv_q(top, top, bottom);
    fmpz_root(resolution, top, r);
    fmpz_add_ui(resolution, resolution, 1);
    if (fmpz_cmp(resolution, least) < 0)
        fmpz_set(resolution, least);
    fmpz_clear(top);
    fmpz_clear(bottom);
    fmpz_clear(least);
}

void nw_tanh2_widths(fmpz_t first, fmpz_t second, const fmpq_t eta, slong r, slong n)
{
    fmpz_t resolution, power;
    fmpz_init(resolution);
    fmpz_init(power);
    tanh2_resolution(resolution, eta, r, n);
    fmpz_bin_uiui(first, (ulong)(r + n - 1), (ulong)(r - 1));
    fmpz_mul_si(first, first, 3 * ((r + 1) / 2));
    fmpz_sub_ui(power, resolution, 1);
    fmpz_addmul_ui(first, power, (ulong)n);
    fmpz_bin_uiui(second, (ulong)(2 * n + 1), (ulong)(n + 1));
    fmpz_mul_si(second, second, 3 * ((n + 3) / 2));
    fmpz_pow_ui(power, resolution, (ulong)n);
    fmpz_mul(second, second, power);
    fmpz_clear(resolution);
    fmpz_clear(power);
}

void nw_tanh2_count(fmpz_t count, const fmpq_t eta, slong r, slong n)
{
    fmpz_t first, second;
    fmpz_init(first);
    fmpz_init(second);
    nw_tanh2_widths(first, second, eta, r, n);
    fmpz_mul_si(count, first, n + 1);
    fmpz_addmul(count, first, second);
    fmpz_addmul_ui(count, second, 2);
    fmpz_clear(first);
    fmpz_clear(second);
}

bool nw_universal_exists(slong r, nw_activation activation)
{
    return activation == NW_TANH || ((activation == NW_RELU || activation == NW_CRELU) && r == 1);
}

const char *nw_universal_domain(void)
{
    return "tanh, or with r = 1 relu or crelu";
}

void nw_universal_count(fmpz_t count, const fmpq_t eta, slong r, slong n, nw_activation activation)
{
    if (activation == NW_TANH)
        nw_tanh2_count(count, eta, r, n);
    else
        nw_kuhn_count(count, eta, n);
}

void nw_universal_exponent(fmpq_t p, slong r, slong n, nw_activation activation)
{
    if (activation == NW_TANH)
        fmpq_set_si(p, n + 1, (ulong)r);
    else
        fmpq_set_si(p, n, 1);
}

void nw_universal_leading(fmpz_t kappa, slong n, nw_activation activation)
{
    if (activation != NW_TANH) {
        fmpz_set_si(kappa, n == 1 ? 3 : 12 * n - 6);
        return;
    }
    /* n N units in layer 1 times 3 ceil((n+2)/2) binom(2n+1, n+1) N^n in layer 2, N ~ 3n/eta. */
    fmpz_t power;
    fmpz_init_set_si(power, 3 * n);
    fmpz_pow_ui(power, power, (ulong)(n + 1));
    fmpz_bin_uiui(kappa, (ulong)(2 * n + 1), (ulong)(n + 1));
    fmpz_mul_si(kappa, kappa, 3 * n * ((n + 3) / 2));
    fmpz_mul(kappa, kappa, power);
    fmpz_clear(power);
}
