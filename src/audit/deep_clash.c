#include "audit/deep_clash.h"

#include <stdlib.h>

#include "audit/ask.h"
#include "rational.h"

enum { DIGITS = 10, TRIED_N = 160 };

void nw_deep_clash_init(nw_deep_clash *clash)
{
    fmpq_init(clash->at);
    fmpq_init(clash->above);
    clash->steps = 0;
}

void nw_deep_clash_clear(nw_deep_clash *clash)
{
    fmpq_clear(clash->at);
    fmpq_clear(clash->above);
}

/* ---- the family ---- */

/* (262 sqrt(n)/eps)^(n/2), which N L sqrt(log3(N+2)) must reach: a function of W(1,n) has, moved from [-1,1]^n to the
 * unit cube, modulus of continuity at most 2 t. */
static void reach_at(arb_t reach, slong n, const fmpq_t eps, slong prec)
{
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_si(half, n, 2);
    arb_set_si(reach, n);
    arb_sqrt(reach, reach, prec);
    arb_mul_ui(reach, reach, 262, prec);
    arb_div_fmpz(reach, reach, fmpq_numref(eps), prec);
    arb_mul_fmpz(reach, reach, fmpq_denref(eps), prec);
    arb_pow_fmpq(reach, reach, half, prec);
    fmpq_clear(half);
}

/* reach / (N sqrt(log3(N+2))). */
static void length_at(arb_t length, const arb_t reach, slong N, slong prec)
{
    arb_t x;
    arb_init(x);
    if (N == 1) {
        arb_one(x); /* log3(3) */
    } else {
        arb_log_ui(x, (ulong)(N + 2), prec);
        arb_log_ui(length, 3, prec);
        arb_div(x, x, length, prec);
        arb_sqrt(x, x, prec);
    }
    arb_mul_si(x, x, N, prec);
    arb_div(length, reach, x, prec);
    arb_clear(x);
}

/* n w + w + (d - 1)(w^2 + w) + w with w = 3^(n+3) max(n floor(N^(1/n)), N+2) and d = 11 L + 18 + 2 n. */
static void dense_count(fmpz_t count, slong n, slong N, const fmpz_t length)
{
    fmpz_t width, other;
    fmpz_init(width);
    fmpz_init(other);
    fmpz_set_si(other, N);
    fmpz_root(other, other, n);
    fmpz_mul_si(other, other, n);
    fmpz_set_si(width, N + 2);
    if (fmpz_cmp(other, width) > 0)
        fmpz_set(width, other);
    fmpz_ui_pow_ui(other, 3, (ulong)(n + 3));
    fmpz_mul(width, width, other);
    fmpz_mul_ui(count, length, 11);
    fmpz_add_si(count, count, 18 + 2 * n - 1);
    fmpz_add_ui(other, width, 1);
    fmpz_mul(count, count, other);
    fmpz_add_si(count, count, n + 2);
    fmpz_mul(count, count, width);
    fmpz_clear(width);
    fmpz_clear(other);
}

/* The ceilings of both ends of x, at least 1: the least L lies between. */
static void ceilings(fmpz_t low, fmpz_t high, const arb_t x, slong prec)
{
    arf_t end;
    arf_init(end);
    arb_get_lbound_arf(end, x, prec);
    arf_get_fmpz(low, end, ARF_RND_CEIL);
    arb_get_ubound_arf(end, x, prec);
    arf_get_fmpz(high, end, ARF_RND_CEIL);
    arf_clear(end);
    if (fmpz_cmp_ui(low, 1) < 0)
        fmpz_one(low);
    if (fmpz_cmp_ui(high, 1) < 0)
        fmpz_one(high);
}

/* A lower bound of the parameters for every N > TRIED_N.  There d - 1 >= 11 L and w >= 3^(n+3) (N+2), hence the count
 * is at least 11 L w^2 >= 11 9^(n+3) reach (N+2)^2 / (N sqrt(log3(N+2))) >= 11 9^(n+3) reach x / sqrt(log3 x) with x =
 * N+2, which rises with x for x >= e^(1/2): the value at x = TRIED_N + 2 is below all of them. */
static void tail_least(fmpz_t least, slong n, const arb_t reach, slong prec)
{
    arb_t x, y;
    fmpz_t power;
    arf_t end;
    arb_init(x);
    arb_init(y);
    fmpz_init(power);
    arf_init(end);
    arb_log_ui(x, TRIED_N + 2, prec);
    arb_log_ui(y, 3, prec);
    arb_div(x, x, y, prec);
    arb_rsqrt(x, x, prec);
    arb_mul(x, x, reach, prec);
    fmpz_ui_pow_ui(power, 9, (ulong)(n + 3));
    fmpz_mul_ui(power, power, 11 * (TRIED_N + 2));
    arb_mul_fmpz(x, x, power, prec);
    arb_get_lbound_arf(end, x, prec);
    arf_get_fmpz(least, end, ARF_RND_FLOOR);
    arb_clear(x);
    arb_clear(y);
    fmpz_clear(power);
    arf_clear(end);
}

void nw_deep_family_least(fmpz_t every, fmpz_t reached, slong n, const fmpq_t eps, slong widest_n, slong prec)
{
    arb_t reach, length;
    fmpz_t low, high, count;
    arb_init(reach);
    arb_init(length);
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(count);
    reach_at(reach, n, eps, prec);
    slong last = widest_n > 0 && widest_n < TRIED_N ? widest_n : TRIED_N;
    for (slong N = 1; N <= last; N++) {
        length_at(length, reach, N, prec);
        ceilings(low, high, length, prec);
        dense_count(count, n, N, low);
        if (N == 1 || fmpz_cmp(count, every) < 0)
            fmpz_set(every, count);
        dense_count(count, n, N, high);
        if (N == 1 || fmpz_cmp(count, reached) < 0)
            fmpz_set(reached, count);
    }
    tail_least(count, n, reach, prec);
    if (widest_n == 0 && fmpz_cmp(count, every) < 0)
        fmpz_set(every, count);
    arb_clear(reach);
    arb_clear(length);
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(count);
}

/* ---- Theorem 1 ---- */

void nw_deep_theorem1(fmpz_t least, fmpz_t most, slong n, const fmpq_t alpha, const fmpq_t eps, nw_context *context)
{
    fmpq_t low, high;
    fmpq_init(low);
    fmpq_init(high);
    char *a = nw_rational_text(alpha), *e = nw_rational_text(eps);
    nw_ask_number(low, high, context, "thm1", "r=1 m1=%ld m2=0 alpha=%s eps=%s", (long)n, a, e);
    fmpz_cdiv_q(least, fmpq_numref(low), fmpq_denref(low));
    fmpz_cdiv_q(most, fmpq_numref(high), fmpq_denref(high));
    free(a);
    free(e);
    fmpq_clear(low);
    fmpq_clear(high);
}

/* ---- the bracket ---- */

typedef struct search {
    slong n, widest_n, prec;
    const fmpq *alpha;
    nw_context *context;
    fmpz_t least, most, every, reached;
} search;

static void clash_init(search *s)
{
    fmpz_init(s->least);
    fmpz_init(s->most);
    fmpz_init(s->every);
    fmpz_init(s->reached);
}

static void clash_clear(search *s)
{
    fmpz_clear(s->least);
    fmpz_clear(s->most);
    fmpz_clear(s->every);
    fmpz_clear(s->reached);
}

static bool clashes_at(search *s, const fmpq_t eps)
{
    nw_deep_family_least(s->every, s->reached, s->n, eps, s->widest_n, s->prec);
    nw_deep_theorem1(s->least, s->most, s->n, s->alpha, eps, s->context);
    return fmpz_cmp(s->reached, s->least) < 0;
}

/* Whether no network of the family, as last looked at, can have fewer parameters than Theorem 1 says at eps. */
static bool none_below(search *s, const fmpq_t eps)
{
    nw_deep_theorem1(s->least, s->most, s->n, s->alpha, eps, s->context);
    return fmpz_cmp(s->most, s->every) <= 0;
}

/* eps rounded up to DIGITS decimal digits. */
static void round_up(fmpq_t eps)
{
    char *text = nw_rational_decimal(eps, DIGITS, 1);
    nw_rational_parse(eps, text, NULL);
    free(text);
}

/* The least decimal a <= b, up to rounding, at which Theorem 1's number is still at most every network's at b.
 *
 * Both numbers rise as eps falls.  So for eps in [a, b] every network of the family has at least its number at b, which
 * is at least Theorem 1's number at a, which is at least that at eps: no clash in [a, b]. */
static void step_down(fmpq_t a, search *s, const fmpq_t b)
{
    fmpq_t low, middle;
    fmpq_init(low);
    fmpq_init(middle);
    nw_deep_family_least(s->every, s->reached, s->n, b, s->widest_n, s->prec);
    fmpq_set(a, b);
    fmpq_div_2exp(low, b, 1);
    /* Halve until it no longer holds, then bisect; what is rounded up holds too. */
    while (none_below(s, low)) {
        fmpq_set(a, low);
        round_up(a);
        fmpq_div_2exp(low, low, 1);
    }
    for (int i = 0; i < 40; i++) {
        fmpq_add(middle, low, a);
        fmpq_div_2exp(middle, middle, 1);
        round_up(middle);
        if (fmpq_cmp(middle, a) >= 0)
            break;
        fmpq_set(none_below(s, middle) ? a : low, middle);
    }
    fmpq_clear(low);
    fmpq_clear(middle);
}

/* Below `above` by one part in 10^digits, for digits = DIGITS - 2 downwards, until there is a clash. */
static bool find_below(nw_deep_clash *clash, search *s)
{
    fmpq_t factor;
    fmpq_init(factor);
    bool found = false;
    for (int digits = DIGITS - 2; !found && digits >= 2; digits--) {
        ulong scale = 1;
        for (int i = 0; i < digits; i++)
            scale *= 10;
        fmpq_set_si(factor, (slong)scale - 1, scale);
        fmpq_mul(clash->at, clash->above, factor);
        round_up(clash->at);
        found = clashes_at(s, clash->at);
    }
    fmpq_clear(factor);
    return found;
}

bool nw_deep_clash_find(nw_deep_clash *clash, slong n, const fmpq_t alpha, slong widest_n, nw_context *context,
                        const volatile bool *stop)
{
    enum { MOST_STEPS = 400, PREC = 256 };
    search s = {.n = n, .widest_n = widest_n, .prec = PREC, .alpha = alpha, .context = context};
    fmpq_t next;
    clash_init(&s);
    fmpq_init(next);
    /* For alpha eps >= 1 Theorem 1's number is 0. */
    fmpq_set_si(clash->above, 1, 1);
    bool more = true;
    for (clash->steps = 0; more && clash->steps < MOST_STEPS && !(stop != NULL && *stop); clash->steps++) {
        step_down(next, &s, clash->above);
        more = fmpq_cmp(next, clash->above) < 0;
        fmpq_set(clash->above, next);
    }
    bool found = !more && find_below(clash, &s);
    fmpq_clear(next);
    clash_clear(&s);
    return found;
}
