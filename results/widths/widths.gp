# nwidth 0.1.0: nwidth plot widths measured-r1.json measured-r2.json --output widths.gp
$series1 << END
# 1/eps  N_g: median  least  most   thm1_alpha1  thm1_alpha3  capacity  bits64  thm4
12 9 6 9 12 4 3 1 150
16 9 9 12 15 5 3 1 195
20 12 9 15 20 6 3 1 246
24 15 12 15 24 8 3 1 294
28 15 15 18 28 9 3 1 342
32 18 18 21 31 10 3 1 387
36 21 18 24 36 12 6 1 438
40 24 21 30 40 13 6 1 486
44 27 24 33 44 14 6 1 534
48 30 24 33 48 16 6 1 582
52 30 27 36 52 17 6 1 630
56 33 30 39 56 18 6 1 678
60 36 30 42 60 20 6 1 726
64 39 33 42 63 21 6 1 771
68 42 36 48 68 22 6 2 822
END
$series2 << END
# 1/eps  N_g: median  least  most   thm1_alpha1  thm1_alpha3  capacity  bits64  thm4
84 9 6 9 7 3 3 1 32380
172 9 9 12 10 5 3 1 63626
292 12 9 15 12 6 3 1 105276
444 15 12 18 15 8 3 1 157330
628 15 15 21 18 10 3 1 219788
844 18 18 21 21 11 3 1 292650
1092 21 18 27 24 13 3 1 375916
1372 24 21 27 27 15 3 1 469586
1684 27 21 33 29 16 3 1 573660
2028 30 24 33 32 18 3 1 688138
2404 31.5 27 36 35 19 6 1 813020
2812 33 30 36 38 21 6 1 940060
3252 36 30 39 41 23 6 1 1085138
3724 39 33 42 44 24 6 1 1240620
4228 42 36 45 46 26 6 1 1406506
END
set multiplot layout 1,2
set logscale xy
set format x '10^{%L}'
set format y '10^{%L}'
set xlabel '1/eps'
set ylabel 'parameters'
set lmargin 9
set key bmargin center horizontal reverse Left maxcols 3 samplen 3 font ',9' noenhanced
set grid lc rgb '#dddddd' lw 0.5 dt 1
set bars 0.6
set title "bump, tanh, r = 1, m1 = 1\nslope of N_g 0.977 [0.949, 1.006]; m1/r = 1" noenhanced
plot $series1 using 1:2:3:4 with yerrorbars pt 7 ps 0.7 lw 1.4 lc rgb '#000000' title 'measured N_g: median, range', \
  $series1 using 1:5 with lines dt 1 lw 1.6 lc rgb '#000000' title 'Thm 1, alpha=1 >=', \
  $series1 using 1:6 with lines dt 2 lw 1.6 lc rgb '#000000' title 'Thm 1, alpha=3 >=', \
  $series1 using 1:7 with lines dt 3 lw 1.6 lc rgb '#555555' title 'capacity >=', \
  $series1 using 1:9 with lines dt 5 lw 1.6 lc rgb '#222222' title 'Thm 4 <='
set title "bump, tanh, r = 2, m1 = 1\nslope of N_g 0.435 [0.423, 0.448]; m1/r = 0.5" noenhanced
plot $series2 using 1:2:3:4 with yerrorbars pt 7 ps 0.7 lw 1.4 lc rgb '#000000' title 'measured N_g: median, range', \
  $series2 using 1:5 with lines dt 1 lw 1.6 lc rgb '#000000' title 'Thm 1, alpha=1 >=', \
  $series2 using 1:6 with lines dt 2 lw 1.6 lc rgb '#000000' title 'Thm 1, alpha=3 >=', \
  $series2 using 1:7 with lines dt 3 lw 1.6 lc rgb '#555555' title 'capacity >=', \
  $series2 using 1:9 with lines dt 5 lw 1.6 lc rgb '#222222' title 'Thm 4 <='
unset multiplot
