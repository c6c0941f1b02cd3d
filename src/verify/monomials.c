#include "verify/monomials.h"

#include <string.h>

static void add(nw_monomials *table, size_t *count, const unsigned char power[NW_VERIFY_AXES], int degree)
{
    static const unsigned factorial[NW_VERIFY_DEGREE + 1] = {1, 1, 2, 6, 24};
    unsigned divisor = 1;
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        divisor *= factorial[power[a]];
    memcpy(table->power[*count], power, NW_VERIFY_AXES);
    table->degree[*count] = (unsigned char)degree;
    table->multinomial[*count] = factorial[degree] / divisor;
    (*count)++;
}

static size_t find(const nw_monomials *table, size_t a, size_t b)
{
    unsigned char power[NW_VERIFY_AXES];
    for (int i = 0; i < NW_VERIFY_AXES; i++)
        power[i] = (unsigned char)(table->power[a][i] + table->power[b][i]);
    size_t at = 0;
    while (memcmp(table->power[at], power, sizeof power) != 0)
        at++;
    return at;
}

void nw_monomials_fill(nw_monomials *table, int axes)
{
    memset(table, 0, sizeof *table);
    table->axes = axes;
    size_t count = 0;
    for (int degree = 0; degree <= NW_VERIFY_DEGREE; degree++) {
        table->first[degree] = count;
        /* Counting in base 5 passes every exponent once. */
        for (int code = 0; code < 625; code++) {
            unsigned char power[NW_VERIFY_AXES];
            int rest = code, sum = 0;
            for (int a = NW_VERIFY_AXES - 1; a >= 0; a--, rest /= 5)
                sum += power[a] = (unsigned char)(rest % 5);
            int unused = 0;
            for (int a = axes; a < NW_VERIFY_AXES; a++)
                unused += power[a];
            if (sum == degree && unused == 0)
                add(table, &count, power, degree);
        }
    }
    table->first[NW_VERIFY_DEGREE + 1] = count;
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++)
            if (table->degree[a] + table->degree[b] <= NW_VERIFY_DEGREE)
                table->product[a][b] = (unsigned char)find(table, a, b);
}
