/* Arithmetic that gives the same bits everywhere: + - * / and sqrt are defined by IEEE 754, so it is enough that the
 * compiler fuses no product with a sum.  Begins a file. */
#ifndef NW_DATA_EXACT_H
#define NW_DATA_EXACT_H

#if defined(__clang__)
#define NW_EXACT_FILE _Pragma("STDC FP_CONTRACT OFF")
#elif defined(__GNUC__)
#define NW_EXACT_FILE _Pragma("GCC optimize(\"fp-contract=off\")")
#else
#define NW_EXACT_FILE
#endif

#endif
