/* The lattices point by point: by the norms of residues, by enumeration, and on the grid. */
#include "lattice.h"

#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "check_model.h"
#include "witness.h"

/* ---- one condition: norms of the residues ---- */

/* The least 1-norm of a z != 0 with a . z = 0 mod q, or `most` when it is larger: breadth first over residues, where the
 * last step of a shortest path from 0 back to 0 is looked at apart. */
static slong cyclic_distance(ulong q, const ulong *a, slong n, slong most)
{
    slong *norm = malloc(q * sizeof *norm), distance = most;
    for (ulong v = 0; v < q; v++)
        norm[v] = v == 0 ? 0 : most;
    for (slong i = 0; i < n; i++) {
        /* z_i = j > 0 together with coordinates before i makes 0: the residue -j a_i has its norm there. */
        for (slong j = 1; j < most; j++) {
            ulong back = (q - (ulong)j * a[i] % q) % q;
            if (norm[back] + j < distance)
                distance = norm[back] + j;
        }
        slong *next = malloc(q * sizeof *next);
        for (ulong v = 0; v < q; v++) {
            next[v] = norm[v];
            for (slong j = 1; j < most; j++) {
                ulong step = (ulong)j * a[i] % q, up = (v + step) % q, down = (v + q - step) % q;
                slong least = norm[up] < norm[down] ? norm[up] : norm[down];
                next[v] = least + j < next[v] ? least + j : next[v];
            }
        }
        free(norm);
        norm = next;
    }
    free(norm);
    return distance;
}

START_TEST(cyclic_lattices_are_apart)
{
    slong tried = 0;
    for (slong n = 1; n <= 12; n++)
        for (slong t = 1; t <= NW_LATTICE_DISTANCE; t++) {
            nw_lattice lattice;
            if (!nw_lattice_of(&lattice, t, n) || lattice.conditions != 1)
                continue;
            ulong a[12];
            for (slong i = 0; i < n; i++) {
                a[i] = nw_lattice_weight(&lattice, 0, i);
                ck_assert(a[i] < lattice.modulus[0]);
            }
            slong distance = cyclic_distance(lattice.modulus[0], a, n, t + 1);
            ck_assert_msg(distance >= t, "t = %ld, n = %ld: distance %ld", (long)t, (long)n, (long)distance);
            if (t >= 5) /* and one class fewer with these weights is no lattice of that distance */
                ck_assert_msg(cyclic_distance(lattice.modulus[0] - 1, a, n, t + 1) < t, "t = %ld, n = %ld", (long)t,
                              (long)n);
            tried++;
        }
    ck_assert_int_gt(tried, 50);
}
END_TEST

/* No row of a smaller modulus reaches the distance: n = 2, and n = 3 with a first weight 1. */
START_TEST(small_lattices_are_least)
{
    for (slong n = 2; n <= 3; n++)
        for (slong t = 3; t <= (n == 2 ? 8 : 6); t++) {
            nw_lattice lattice;
            ck_assert(nw_lattice_of(&lattice, t, n));
            slong better = 0;
            for (ulong q = 2; q < lattice.modulus[0]; q++)
                for (ulong b = 1; b <= q / 2; b++)
                    for (ulong c = n == 2 ? q / 2 : b; c <= q / 2; c++) {
                        ulong a[3] = {1, b, c};
                        better += cyclic_distance(q, a, n, t) >= t;
                    }
            ck_assert_msg(better == 0, "t = %ld, n = %ld: a smaller index", (long)t, (long)n);
        }
}
END_TEST

/* ---- any conditions: every z of a small norm ---- */

typedef struct walk {
    const nw_lattice *lattice;
    ulong sum[NW_LATTICE_CONDITIONS];
    slong seen, zeros;
} walk;

/* Every z whose coordinates from `axis` on have 1-norm <= room. */
static void visit(walk *w, slong axis, slong room, bool nonzero)
{
    if (axis == w->lattice->n) {
        bool zero = true;
        for (slong k = 0; k < w->lattice->conditions; k++)
            zero = zero && w->sum[k] == 0;
        w->seen++;
        w->zeros += nonzero && zero;
        return;
    }
    ulong before[NW_LATTICE_CONDITIONS];
    memcpy(before, w->sum, sizeof before);
    visit(w, axis + 1, room, nonzero);
    for (int sign = 1; sign >= -1; sign -= 2) {
        memcpy(w->sum, before, sizeof before);
        for (slong j = 1; j <= room; j++) {
            for (slong k = 0; k < w->lattice->conditions; k++) {
                ulong p = w->lattice->modulus[k], a = nw_lattice_weight(w->lattice, k, axis);
                w->sum[k] = (w->sum[k] + (sign > 0 ? a : p - a)) % p;
            }
            visit(w, axis + 1, room - j, true);
        }
    }
    memcpy(w->sum, before, sizeof before);
}

START_TEST(power_sums_are_apart)
{
    slong tried = 0;
    for (slong n = 7; n <= 12; n++)
        for (slong t = 1; t <= (n <= 8 ? n : n == 9 ? 7 : 6); t++) {
            nw_lattice lattice;
            if (!nw_lattice_of(&lattice, t, n))
                continue;
            fmpz_t index, model;
            fmpz_init(index);
            fmpz_init(model);
            nw_lattice_index(index, &lattice);
            model_index(model, t, n);
            if (t > 1)
                ct_equal(index, model, "index for t = %ld, n = %ld", (long)t, (long)n);
            fmpz_clear(index);
            fmpz_clear(model);
            walk w = {.lattice = &lattice};
            visit(&w, 0, t - 1, false);
            ck_assert_msg(w.zeros == 0, "t = %ld, n = %ld: a nearer point", (long)t, (long)n);
            tried += w.seen;
        }
    ck_assert_int_gt(tried, 100000);
}
END_TEST

/* What the proof asks for: primes p >= 2n+1, p > 2s; all n up to the largest of a setting have them. */
START_TEST(power_sums_have_their_primes)
{
    for (slong n = 7; n <= 4096; n = 2 * n + 1)
        for (slong t = 5; t <= NW_LATTICE_DISTANCE; t++) {
            nw_lattice lattice;
            if (!nw_lattice_of(&lattice, t, n))
                continue;
            ck_assert_int_eq(lattice.conditions, (t - 1) / 2 + (t % 2 == 0));
            for (slong k = 0; k < lattice.conditions; k++) {
                bool parity = k == (t - 1) / 2;
                ck_assert(parity ? lattice.modulus[k] == 2 : (slong)lattice.modulus[k] > 2 * n && lattice.modulus[k] % 2 == 1);
                for (ulong d = 3; !parity && d * d <= lattice.modulus[k]; d += 2)
                    ck_assert(lattice.modulus[k] % d != 0);
                if (!parity) /* weights i^(2k+1) */
                    ck_assert_uint_eq(nw_lattice_weight(&lattice, k, 1), (2ul << (2 * k)) % lattice.modulus[k]);
            }
        }
}
END_TEST

/* ---- on the grid ---- */

typedef struct grid_class {
    slong n, m;
    slong size[64];
    slong points[64][2048][4]; /* of every residue class */
} grid_class;

static void fill_classes(grid_class *g, const nw_lattice *lattice)
{
    slong total = 1, coordinate[4] = {0};
    for (slong i = 0; i < g->n; i++)
        total *= g->m + 1;
    memset(g->size, 0, sizeof g->size);
    for (slong k = 0; k < total; k++) {
        ulong sum = 0;
        for (slong i = 0; i < g->n; i++)
            sum += nw_lattice_weight(lattice, 0, i) * (ulong)coordinate[i];
        ulong c = sum % lattice->modulus[0];
        memcpy(g->points[c][g->size[c]++], coordinate, sizeof coordinate);
        for (slong i = 0; i < g->n && ++coordinate[i] > g->m; i++)
            coordinate[i] = 0;
    }
}

/* Some residue class has the dimension that is counted, and its points are t steps of 2/M apart in the 1-norm, so that
 * cones of slope M/t and height 1 are disjoint. */
START_TEST(grid_points_are_apart)
{
    grid_class *g = malloc(sizeof *g);
    fmpz_t scale, d;
    fmpz_init(scale);
    fmpz_init(d);
    slong tried = 0;
    for (size_t w = 0; nw_witness_at(w) != NULL; w++)
        for (slong n = 1; n <= 4; n++)
            for (slong m = 1; m <= (n == 4 ? 5 : n == 3 ? 9 : 20); m++) {
                nw_lattice lattice;
                slong t = nw_witness_at(w)->distance;
                if (t == 0 || !nw_lattice_of(&lattice, t, n) || lattice.modulus[0] > 64)
                    continue;
                g->n = n;
                g->m = m;
                fill_classes(g, &lattice);
                ulong largest = 0;
                for (ulong c = 1; c < lattice.modulus[0]; c++)
                    largest = g->size[c] > g->size[largest] ? c : largest;
                fmpz_set_si(scale, m);
                nw_witness_dimension(d, nw_witness_at(w), scale, n);
                ck_assert_msg(fmpz_cmp_si(d, g->size[largest]) <= 0,
                              "t = %ld, n = %ld, M = %ld: no class has that many", (long)t, (long)n, (long)m);
                slong near = 0;
                for (slong i = 0; i < g->size[largest]; i++)
                    for (slong j = 0; j < i; j++) {
                        slong steps = 0;
                        for (slong a = 0; a < n; a++)
                            steps += labs(g->points[largest][i][a] - g->points[largest][j][a]);
                        near += steps < t;
                    }
                ck_assert_msg(near == 0, "t = %ld, n = %ld, M = %ld: neighbours", (long)t, (long)n, (long)m);
                tried++;
            }
    ck_assert_int_gt(tried, 200);
    fmpz_clear(scale);
    fmpz_clear(d);
    free(g);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lattice");
    TCase *tests = ct_case(suite, "distances");
    tcase_add_test(tests, cyclic_lattices_are_apart);
    tcase_add_test(tests, small_lattices_are_least);
    tcase_add_test(tests, power_sums_are_apart);
    tcase_add_test(tests, power_sums_have_their_primes);
    tests = ct_case(suite, "grids");
    tcase_add_test(tests, grid_points_are_apart);
    return ct_main(suite);
}
