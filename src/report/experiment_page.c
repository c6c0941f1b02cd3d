#include "report/experiment_page.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- Page's L: over the repeats, the sum of place on the axis times rank, both from 1 ---- */

/* Of one repeat.  Equal errors have ranks that fall along the axis (rising false) or rise along it. */
static size_t statistic(const double *errors, size_t values, bool rising)
{
    size_t sum = 0;
    for (size_t i = 0; i < values; i++) {
        size_t rank = 1;
        for (size_t j = 0; j < values; j++)
            rank += errors[j] < errors[i] || (errors[j] == errors[i] && (rising ? j < i : j > i));
        sum += (i + 1) * rank;
    }
    return sum;
}

static size_t least_of(size_t values)
{
    return values * (values + 1) * (values + 2) / 6;
}

static size_t most_of(size_t values)
{
    return values * (values + 1) * (2 * values + 1) / 6;
}

/* ---- its distribution when every order is as likely ---- */

/* Of one repeat, from the least sum on.  Ranks go to the places in turn: over every set of ranks that are given away,
 * how many orders reach a sum. */
static double *of_one(size_t values)
{
    size_t sets = (size_t)1 << values, width = most_of(values) + 1, least = least_of(values);
    double *orders = nw_alloc(sets * width, sizeof *orders), total = 0;
    orders[0] = 1;
    for (size_t set = 0; set < sets; set++) {
        size_t place = 1;
        for (size_t rank = 0; rank < values; rank++)
            place += set >> rank & 1;
        for (size_t rank = 0; rank < values; rank++) {
            size_t step = place * (rank + 1);
            double *to = orders + (set | (size_t)1 << rank) * width;
            for (size_t sum = 0; (set >> rank & 1) == 0 && sum + step < width; sum++)
                to[sum + step] += orders[set * width + sum];
        }
    }
    const double *all = orders + (sets - 1) * width;
    double *share = nw_alloc(width - least, sizeof *share);
    for (size_t sum = least; sum < width; sum++)
        total += all[sum];
    for (size_t sum = least; sum < width; sum++)
        share[sum - least] = all[sum] / total;
    free(orders);
    return share;
}

/* P(L >= least + over); L is distributed as evenly below its mean as above. */
static double exact_tail(size_t over, size_t values, size_t repeats)
{
    size_t one = most_of(values) - least_of(values) + 1, length = 1;
    double *share = of_one(values), *sum = nw_alloc(1, sizeof *sum), tail = 0;
    sum[0] = 1;
    for (size_t r = 0; r < repeats; r++) {
        double *next = nw_alloc(length + one - 1, sizeof *next);
        for (size_t i = 0; i < length; i++)
            for (size_t j = 0; j < one; j++)
                next[i + j] += sum[i] * share[j];
        free(sum);
        sum = next;
        length += one - 1;
    }
    for (size_t i = length; i-- > over;)
        tail += sum[i];
    free(share);
    free(sum);
    return tail;
}

/* L is a whole number: half of one belongs to the value itself. */
static double normal_tail(size_t over, size_t values, size_t repeats)
{
    double n = (double)values, r = (double)repeats, mean = r * n * (n * n - 1) / 12;
    double deviation = sqrt(r * n * n * (n + 1) * (n * n - 1) / 144);
    return gsl_cdf_ugaussian_Q(((double)over - 0.5 - mean) / deviation);
}

static double least_p(size_t values, size_t repeats)
{
    double log_orders = 0;
    for (size_t i = 2; i <= values; i++)
        log_orders += log((double)i);
    return fmin(1, 2 * exp(-log_orders * (double)repeats));
}

nw_page_test nw_page_test_of(const double *errors, size_t values, size_t repeats)
{
    size_t rises = 0, falls = 0; /* how far L lies above its least value, and below its greatest one */
    for (size_t r = 0; r < repeats; r++) {
        rises += statistic(errors + r * values, values, false) - least_of(values);
        falls += most_of(values) - statistic(errors + r * values, values, true);
    }
    nw_page_test test = {.exact = values <= NW_PAGE_EXACT_VALUES && repeats <= NW_PAGE_EXACT_REPEATS,
                         .direction = rises > falls ? 1 : rises < falls ? -1 : 0,
                         .least = least_p(values, repeats)};
    size_t over = rises > falls ? rises : falls;
    test.p = fmin(1, 2 * (test.exact ? exact_tail(over, values, repeats) : normal_tail(over, values, repeats)));
    return test;
}
