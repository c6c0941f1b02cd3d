#include <math.h>

#include "base/hot.h"
#include "numeric/taylor_model.h"

NW_HOT_FILE

/* The greatest value of l u + q u^2 on [-1,1]; the least is minus that of (l, -q). */
static double greatest_of_square(double l, double q)
{
    l = fabs(l);
    if (q >= 0 || l >= -2 * q)
        return l + q;
    return l / -q * l * 0.25; /* inside, at u = -l/(2 q); l/|q| < 2 */
}

/* The values lie in [*below, *above] widened by the error of rounding that is returned. */
static double enclose(const nw_model *a, double *below, double *above, const nw_terms *terms)
{
    double p[NW_TAYLOR_ORDER + 1];
    nw_model_sums(p, a->c, terms);
    double low = 0, high = 0, squares = 0, linear = 0;
    int n = terms->inputs;
    for (int i = 0; i < n; i++) {
        double l = a->c[1 + i], q = a->c[terms->pair[i][i]];
        high += greatest_of_square(l, q);
        low -= greatest_of_square(l, -q);
        linear += fabs(l);
        squares += fabs(q);
    }
    /* The terms u_i u_j, i < j, summed by themselves: p[2] - squares would lose what rounding took from p[2]. */
    double others = p[3] + a->remainder + a->rounding;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            others += fabs(a->c[terms->pair[i][j]]);
    *below = a->c[0] + low - others;
    *above = a->c[0] + high + others;
    /* Lemma 6: no more than 64 roundings of numbers whose absolute values sum to less than twice this. */
    return 128 * NW_UNIT * (p[0] + linear + squares + others) + NW_TINY;
}

double nw_model_bound(const nw_model *a, double *rounding, const nw_terms *terms)
{
    double below, above, slack = enclose(a, &below, &above, terms);
    double part = nw_raise(a->rounding + slack);
    double bound = nw_raise((above > -below ? above : -below) + slack);
    bool known = bound < INFINITY && above - below < INFINITY && part < INFINITY; /* false for NaN, in any of them */
    if (rounding != NULL)
        *rounding = part < INFINITY ? part : INFINITY;
    return known ? bound : INFINITY;
}

void nw_model_range(const nw_model *a, double *lower, double *upper, const nw_terms *terms)
{
    double below, above, slack = enclose(a, &below, &above, terms);
    bool known = above - below < INFINITY && slack < INFINITY;
    /* The last subtraction and addition are rounded: one step outward. */
    *lower = known ? nextafter(below - slack, -INFINITY) : -INFINITY;
    *upper = known ? nextafter(above + slack, INFINITY) : INFINITY;
}
