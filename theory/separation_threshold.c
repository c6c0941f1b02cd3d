/* From which eps on the separation exceeds a ratio. */
#include "separation.h"

#include "separation_scale.h"

void nw_scale_decimal(fmpq_t eps, slong index)
{
    fmpz_t digits, power;
    fmpz_init_set_si(digits, 999 - index % NW_SCALE_DECADE);
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, (ulong)(3 + index / NW_SCALE_DECADE));
    fmpq_set_fmpz_frac(eps, digits, power);
    fmpz_clear(digits);
    fmpz_clear(power);
}

typedef struct search {
    const nw_separation *separation;
    ulong ratio;
    nw_context *context;
} search;

/* Whether N_q > ratio N_g may hold somewhere between the two decimals; for first = last it is the claim itself. */
static bool may_exceed(const search *s, slong first, slong last)
{
    fmpq_t larger, smaller;
    fmpz_t q, g;
    fmpq_init(larger);
    fmpq_init(smaller);
    fmpz_init(q);
    fmpz_init(g);
    nw_scale_decimal(larger, first);
    nw_scale_decimal(smaller, last);
    nw_separation_q(q, s->separation, smaller, larger, s->context);
    nw_separation_g(g, s->separation, larger);
    fmpz_mul_ui(g, g, s->ratio);
    bool may = fmpz_sgn(q) > 0 && fmpz_cmp(q, g) > 0;
    fmpq_clear(larger);
    fmpq_clear(smaller);
    fmpz_clear(q);
    fmpz_clear(g);
    return may;
}

/* The first index in first..last that exceeds, or -1. */
static slong first_exceeding(const search *s, slong first, slong last)
{
    if (!may_exceed(s, first, last))
        return -1;
    if (first == last)
        return first;
    slong middle = first + (last - first) / 2;
    slong found = first_exceeding(s, first, middle);
    return found >= 0 ? found : first_exceeding(s, middle + 1, last);
}

bool nw_separation_threshold(fmpq_t eps, slong *start, const nw_separation *separation, ulong ratio, slong lowest,
                             nw_context *context)
{
    search s = {.separation = separation, .ratio = ratio, .context = context};
    slong end = lowest * NW_SCALE_DECADE;
    while (*start < end) {
        slong last = *start + NW_SCALE_DECADE / 4 < end ? *start + NW_SCALE_DECADE / 4 : end - 1;
        slong found = first_exceeding(&s, *start, last);
        if (found >= 0) {
            *start = found;
            nw_scale_decimal(eps, found);
            return true;
        }
        *start = last + 1;
    }
    return false;
}
