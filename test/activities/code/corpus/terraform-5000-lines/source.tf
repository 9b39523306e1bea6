# Bucket 0
resource "aws_s3_bucket" "b0" {
  bucket = "payments-0000"

  tags = {
    Number = "0"
  }
}

# Bucket 1
resource "aws_s3_bucket" "b1" {
  bucket = "payments-0001"

  tags = {
    Number = "7"
  }
}

# Bucket 2
resource "aws_s3_bucket" "b2" {
  bucket = "payments-0002"

  tags = {
    Number = "14"
  }
}

# Bucket 3
resource "aws_s3_bucket" "b3" {
  bucket = "payments-0003"

  tags = {
    Number = "21"
  }
}

# Bucket 4
resource "aws_s3_bucket" "b4" {
  bucket = "payments-0004"

  tags = {
    Number = "28"
  }
}

# Bucket 5
resource "aws_s3_bucket" "b5" {
  bucket = "payments-0005"

  tags = {
    Number = "35"
  }
}

# Bucket 6
resource "aws_s3_bucket" "b6" {
  bucket = "payments-0006"

  tags = {
    Number = "42"
  }
}

# Bucket 7
resource "aws_s3_bucket" "b7" {
  bucket = "payments-0007"

  tags = {
    Number = "49"
  }
}

# Bucket 8
resource "aws_s3_bucket" "b8" {
  bucket = "payments-0008"

  tags = {
    Number = "56"
  }
}

# Bucket 9
resource "aws_s3_bucket" "b9" {
  bucket = "payments-0009"

  tags = {
    Number = "63"
  }
}

# Bucket 10
resource "aws_s3_bucket" "b10" {
  bucket = "payments-0010"

  tags = {
    Number = "70"
  }
}

# Bucket 11
resource "aws_s3_bucket" "b11" {
  bucket = "payments-0011"

  tags = {
    Number = "77"
  }
}

# Bucket 12
resource "aws_s3_bucket" "b12" {
  bucket = "payments-0012"

  tags = {
    Number = "84"
  }
}

# Bucket 13
resource "aws_s3_bucket" "b13" {
  bucket = "payments-0013"

  tags = {
    Number = "91"
  }
}

# Bucket 14
resource "aws_s3_bucket" "b14" {
  bucket = "payments-0014"

  tags = {
    Number = "98"
  }
}

# Bucket 15
resource "aws_s3_bucket" "b15" {
  bucket = "payments-0015"

  tags = {
    Number = "105"
  }
}

# Bucket 16
resource "aws_s3_bucket" "b16" {
  bucket = "payments-0016"

  tags = {
    Number = "112"
  }
}

# Bucket 17
resource "aws_s3_bucket" "b17" {
  bucket = "payments-0017"

  tags = {
    Number = "119"
  }
}

# Bucket 18
resource "aws_s3_bucket" "b18" {
  bucket = "payments-0018"

  tags = {
    Number = "126"
  }
}

# Bucket 19
resource "aws_s3_bucket" "b19" {
  bucket = "payments-0019"

  tags = {
    Number = "133"
  }
}

# Bucket 20
resource "aws_s3_bucket" "b20" {
  bucket = "payments-0020"

  tags = {
    Number = "140"
  }
}

# Bucket 21
resource "aws_s3_bucket" "b21" {
  bucket = "payments-0021"

  tags = {
    Number = "147"
  }
}

# Bucket 22
resource "aws_s3_bucket" "b22" {
  bucket = "payments-0022"

  tags = {
    Number = "154"
  }
}

# Bucket 23
resource "aws_s3_bucket" "b23" {
  bucket = "payments-0023"

  tags = {
    Number = "161"
  }
}

# Bucket 24
resource "aws_s3_bucket" "b24" {
  bucket = "payments-0024"

  tags = {
    Number = "168"
  }
}

# Bucket 25
resource "aws_s3_bucket" "b25" {
  bucket = "payments-0025"

  tags = {
    Number = "175"
  }
}

# Bucket 26
resource "aws_s3_bucket" "b26" {
  bucket = "payments-0026"

  tags = {
    Number = "182"
  }
}

# Bucket 27
resource "aws_s3_bucket" "b27" {
  bucket = "payments-0027"

  tags = {
    Number = "189"
  }
}

# Bucket 28
resource "aws_s3_bucket" "b28" {
  bucket = "payments-0028"

  tags = {
    Number = "196"
  }
}

# Bucket 29
resource "aws_s3_bucket" "b29" {
  bucket = "payments-0029"

  tags = {
    Number = "203"
  }
}

# Bucket 30
resource "aws_s3_bucket" "b30" {
  bucket = "payments-0030"

  tags = {
    Number = "210"
  }
}

# Bucket 31
resource "aws_s3_bucket" "b31" {
  bucket = "payments-0031"

  tags = {
    Number = "217"
  }
}

# Bucket 32
resource "aws_s3_bucket" "b32" {
  bucket = "payments-0032"

  tags = {
    Number = "224"
  }
}

# Bucket 33
resource "aws_s3_bucket" "b33" {
  bucket = "payments-0033"

  tags = {
    Number = "231"
  }
}

# Bucket 34
resource "aws_s3_bucket" "b34" {
  bucket = "payments-0034"

  tags = {
    Number = "238"
  }
}

# Bucket 35
resource "aws_s3_bucket" "b35" {
  bucket = "payments-0035"

  tags = {
    Number = "245"
  }
}

# Bucket 36
resource "aws_s3_bucket" "b36" {
  bucket = "payments-0036"

  tags = {
    Number = "252"
  }
}

# Bucket 37
resource "aws_s3_bucket" "b37" {
  bucket = "payments-0037"

  tags = {
    Number = "259"
  }
}

# Bucket 38
resource "aws_s3_bucket" "b38" {
  bucket = "payments-0038"

  tags = {
    Number = "266"
  }
}

# Bucket 39
resource "aws_s3_bucket" "b39" {
  bucket = "payments-0039"

  tags = {
    Number = "273"
  }
}

# Bucket 40
resource "aws_s3_bucket" "b40" {
  bucket = "payments-0040"

  tags = {
    Number = "280"
  }
}

# Bucket 41
resource "aws_s3_bucket" "b41" {
  bucket = "payments-0041"

  tags = {
    Number = "287"
  }
}

# Bucket 42
resource "aws_s3_bucket" "b42" {
  bucket = "payments-0042"

  tags = {
    Number = "294"
  }
}

# Bucket 43
resource "aws_s3_bucket" "b43" {
  bucket = "payments-0043"

  tags = {
    Number = "301"
  }
}

# Bucket 44
resource "aws_s3_bucket" "b44" {
  bucket = "payments-0044"

  tags = {
    Number = "308"
  }
}

# Bucket 45
resource "aws_s3_bucket" "b45" {
  bucket = "payments-0045"

  tags = {
    Number = "315"
  }
}

# Bucket 46
resource "aws_s3_bucket" "b46" {
  bucket = "payments-0046"

  tags = {
    Number = "322"
  }
}

# Bucket 47
resource "aws_s3_bucket" "b47" {
  bucket = "payments-0047"

  tags = {
    Number = "329"
  }
}

# Bucket 48
resource "aws_s3_bucket" "b48" {
  bucket = "payments-0048"

  tags = {
    Number = "336"
  }
}

# Bucket 49
resource "aws_s3_bucket" "b49" {
  bucket = "payments-0049"

  tags = {
    Number = "343"
  }
}

# Bucket 50
resource "aws_s3_bucket" "b50" {
  bucket = "payments-0050"

  tags = {
    Number = "350"
  }
}

# Bucket 51
resource "aws_s3_bucket" "b51" {
  bucket = "payments-0051"

  tags = {
    Number = "357"
  }
}

# Bucket 52
resource "aws_s3_bucket" "b52" {
  bucket = "payments-0052"

  tags = {
    Number = "364"
  }
}

# Bucket 53
resource "aws_s3_bucket" "b53" {
  bucket = "payments-0053"

  tags = {
    Number = "371"
  }
}

# Bucket 54
resource "aws_s3_bucket" "b54" {
  bucket = "payments-0054"

  tags = {
    Number = "378"
  }
}

# Bucket 55
resource "aws_s3_bucket" "b55" {
  bucket = "payments-0055"

  tags = {
    Number = "385"
  }
}

# Bucket 56
resource "aws_s3_bucket" "b56" {
  bucket = "payments-0056"

  tags = {
    Number = "392"
  }
}

# Bucket 57
resource "aws_s3_bucket" "b57" {
  bucket = "payments-0057"

  tags = {
    Number = "399"
  }
}

# Bucket 58
resource "aws_s3_bucket" "b58" {
  bucket = "payments-0058"

  tags = {
    Number = "406"
  }
}

# Bucket 59
resource "aws_s3_bucket" "b59" {
  bucket = "payments-0059"

  tags = {
    Number = "413"
  }
}

# Bucket 60
resource "aws_s3_bucket" "b60" {
  bucket = "payments-0060"

  tags = {
    Number = "420"
  }
}

# Bucket 61
resource "aws_s3_bucket" "b61" {
  bucket = "payments-0061"

  tags = {
    Number = "427"
  }
}

# Bucket 62
resource "aws_s3_bucket" "b62" {
  bucket = "payments-0062"

  tags = {
    Number = "434"
  }
}

# Bucket 63
resource "aws_s3_bucket" "b63" {
  bucket = "payments-0063"

  tags = {
    Number = "441"
  }
}

# Bucket 64
resource "aws_s3_bucket" "b64" {
  bucket = "payments-0064"

  tags = {
    Number = "448"
  }
}

# Bucket 65
resource "aws_s3_bucket" "b65" {
  bucket = "payments-0065"

  tags = {
    Number = "455"
  }
}

# Bucket 66
resource "aws_s3_bucket" "b66" {
  bucket = "payments-0066"

  tags = {
    Number = "462"
  }
}

# Bucket 67
resource "aws_s3_bucket" "b67" {
  bucket = "payments-0067"

  tags = {
    Number = "469"
  }
}

# Bucket 68
resource "aws_s3_bucket" "b68" {
  bucket = "payments-0068"

  tags = {
    Number = "476"
  }
}

# Bucket 69
resource "aws_s3_bucket" "b69" {
  bucket = "payments-0069"

  tags = {
    Number = "483"
  }
}

# Bucket 70
resource "aws_s3_bucket" "b70" {
  bucket = "payments-0070"

  tags = {
    Number = "490"
  }
}

# Bucket 71
resource "aws_s3_bucket" "b71" {
  bucket = "payments-0071"

  tags = {
    Number = "497"
  }
}

# Bucket 72
resource "aws_s3_bucket" "b72" {
  bucket = "payments-0072"

  tags = {
    Number = "504"
  }
}

# Bucket 73
resource "aws_s3_bucket" "b73" {
  bucket = "payments-0073"

  tags = {
    Number = "511"
  }
}

# Bucket 74
resource "aws_s3_bucket" "b74" {
  bucket = "payments-0074"

  tags = {
    Number = "518"
  }
}

# Bucket 75
resource "aws_s3_bucket" "b75" {
  bucket = "payments-0075"

  tags = {
    Number = "525"
  }
}

# Bucket 76
resource "aws_s3_bucket" "b76" {
  bucket = "payments-0076"

  tags = {
    Number = "532"
  }
}

# Bucket 77
resource "aws_s3_bucket" "b77" {
  bucket = "payments-0077"

  tags = {
    Number = "539"
  }
}

# Bucket 78
resource "aws_s3_bucket" "b78" {
  bucket = "payments-0078"

  tags = {
    Number = "546"
  }
}

# Bucket 79
resource "aws_s3_bucket" "b79" {
  bucket = "payments-0079"

  tags = {
    Number = "553"
  }
}

# Bucket 80
resource "aws_s3_bucket" "b80" {
  bucket = "payments-0080"

  tags = {
    Number = "560"
  }
}

# Bucket 81
resource "aws_s3_bucket" "b81" {
  bucket = "payments-0081"

  tags = {
    Number = "567"
  }
}

# Bucket 82
resource "aws_s3_bucket" "b82" {
  bucket = "payments-0082"

  tags = {
    Number = "574"
  }
}

# Bucket 83
resource "aws_s3_bucket" "b83" {
  bucket = "payments-0083"

  tags = {
    Number = "581"
  }
}

# Bucket 84
resource "aws_s3_bucket" "b84" {
  bucket = "payments-0084"

  tags = {
    Number = "588"
  }
}

# Bucket 85
resource "aws_s3_bucket" "b85" {
  bucket = "payments-0085"

  tags = {
    Number = "595"
  }
}

# Bucket 86
resource "aws_s3_bucket" "b86" {
  bucket = "payments-0086"

  tags = {
    Number = "602"
  }
}

# Bucket 87
resource "aws_s3_bucket" "b87" {
  bucket = "payments-0087"

  tags = {
    Number = "609"
  }
}

# Bucket 88
resource "aws_s3_bucket" "b88" {
  bucket = "payments-0088"

  tags = {
    Number = "616"
  }
}

# Bucket 89
resource "aws_s3_bucket" "b89" {
  bucket = "payments-0089"

  tags = {
    Number = "623"
  }
}

# Bucket 90
resource "aws_s3_bucket" "b90" {
  bucket = "payments-0090"

  tags = {
    Number = "630"
  }
}

# Bucket 91
resource "aws_s3_bucket" "b91" {
  bucket = "payments-0091"

  tags = {
    Number = "637"
  }
}

# Bucket 92
resource "aws_s3_bucket" "b92" {
  bucket = "payments-0092"

  tags = {
    Number = "644"
  }
}

# Bucket 93
resource "aws_s3_bucket" "b93" {
  bucket = "payments-0093"

  tags = {
    Number = "651"
  }
}

# Bucket 94
resource "aws_s3_bucket" "b94" {
  bucket = "payments-0094"

  tags = {
    Number = "658"
  }
}

# Bucket 95
resource "aws_s3_bucket" "b95" {
  bucket = "payments-0095"

  tags = {
    Number = "665"
  }
}

# Bucket 96
resource "aws_s3_bucket" "b96" {
  bucket = "payments-0096"

  tags = {
    Number = "672"
  }
}

# Bucket 97
resource "aws_s3_bucket" "b97" {
  bucket = "payments-0097"

  tags = {
    Number = "679"
  }
}

# Bucket 98
resource "aws_s3_bucket" "b98" {
  bucket = "payments-0098"

  tags = {
    Number = "686"
  }
}

# Bucket 99
resource "aws_s3_bucket" "b99" {
  bucket = "payments-0099"

  tags = {
    Number = "693"
  }
}

# Bucket 100
resource "aws_s3_bucket" "b100" {
  bucket = "payments-0100"

  tags = {
    Number = "700"
  }
}

# Bucket 101
resource "aws_s3_bucket" "b101" {
  bucket = "payments-0101"

  tags = {
    Number = "707"
  }
}

# Bucket 102
resource "aws_s3_bucket" "b102" {
  bucket = "payments-0102"

  tags = {
    Number = "714"
  }
}

# Bucket 103
resource "aws_s3_bucket" "b103" {
  bucket = "payments-0103"

  tags = {
    Number = "721"
  }
}

# Bucket 104
resource "aws_s3_bucket" "b104" {
  bucket = "payments-0104"

  tags = {
    Number = "728"
  }
}

# Bucket 105
resource "aws_s3_bucket" "b105" {
  bucket = "payments-0105"

  tags = {
    Number = "735"
  }
}

# Bucket 106
resource "aws_s3_bucket" "b106" {
  bucket = "payments-0106"

  tags = {
    Number = "742"
  }
}

# Bucket 107
resource "aws_s3_bucket" "b107" {
  bucket = "payments-0107"

  tags = {
    Number = "749"
  }
}

# Bucket 108
resource "aws_s3_bucket" "b108" {
  bucket = "payments-0108"

  tags = {
    Number = "756"
  }
}

# Bucket 109
resource "aws_s3_bucket" "b109" {
  bucket = "payments-0109"

  tags = {
    Number = "763"
  }
}

# Bucket 110
resource "aws_s3_bucket" "b110" {
  bucket = "payments-0110"

  tags = {
    Number = "770"
  }
}

# Bucket 111
resource "aws_s3_bucket" "b111" {
  bucket = "payments-0111"

  tags = {
    Number = "777"
  }
}

# Bucket 112
resource "aws_s3_bucket" "b112" {
  bucket = "payments-0112"

  tags = {
    Number = "784"
  }
}

# Bucket 113
resource "aws_s3_bucket" "b113" {
  bucket = "payments-0113"

  tags = {
    Number = "791"
  }
}

# Bucket 114
resource "aws_s3_bucket" "b114" {
  bucket = "payments-0114"

  tags = {
    Number = "798"
  }
}

# Bucket 115
resource "aws_s3_bucket" "b115" {
  bucket = "payments-0115"

  tags = {
    Number = "805"
  }
}

# Bucket 116
resource "aws_s3_bucket" "b116" {
  bucket = "payments-0116"

  tags = {
    Number = "812"
  }
}

# Bucket 117
resource "aws_s3_bucket" "b117" {
  bucket = "payments-0117"

  tags = {
    Number = "819"
  }
}

# Bucket 118
resource "aws_s3_bucket" "b118" {
  bucket = "payments-0118"

  tags = {
    Number = "826"
  }
}

# Bucket 119
resource "aws_s3_bucket" "b119" {
  bucket = "payments-0119"

  tags = {
    Number = "833"
  }
}

# Bucket 120
resource "aws_s3_bucket" "b120" {
  bucket = "payments-0120"

  tags = {
    Number = "840"
  }
}

# Bucket 121
resource "aws_s3_bucket" "b121" {
  bucket = "payments-0121"

  tags = {
    Number = "847"
  }
}

# Bucket 122
resource "aws_s3_bucket" "b122" {
  bucket = "payments-0122"

  tags = {
    Number = "854"
  }
}

# Bucket 123
resource "aws_s3_bucket" "b123" {
  bucket = "payments-0123"

  tags = {
    Number = "861"
  }
}

# Bucket 124
resource "aws_s3_bucket" "b124" {
  bucket = "payments-0124"

  tags = {
    Number = "868"
  }
}

# Bucket 125
resource "aws_s3_bucket" "b125" {
  bucket = "payments-0125"

  tags = {
    Number = "875"
  }
}

# Bucket 126
resource "aws_s3_bucket" "b126" {
  bucket = "payments-0126"

  tags = {
    Number = "882"
  }
}

# Bucket 127
resource "aws_s3_bucket" "b127" {
  bucket = "payments-0127"

  tags = {
    Number = "889"
  }
}

# Bucket 128
resource "aws_s3_bucket" "b128" {
  bucket = "payments-0128"

  tags = {
    Number = "896"
  }
}

# Bucket 129
resource "aws_s3_bucket" "b129" {
  bucket = "payments-0129"

  tags = {
    Number = "903"
  }
}

# Bucket 130
resource "aws_s3_bucket" "b130" {
  bucket = "payments-0130"

  tags = {
    Number = "910"
  }
}

# Bucket 131
resource "aws_s3_bucket" "b131" {
  bucket = "payments-0131"

  tags = {
    Number = "917"
  }
}

# Bucket 132
resource "aws_s3_bucket" "b132" {
  bucket = "payments-0132"

  tags = {
    Number = "924"
  }
}

# Bucket 133
resource "aws_s3_bucket" "b133" {
  bucket = "payments-0133"

  tags = {
    Number = "931"
  }
}

# Bucket 134
resource "aws_s3_bucket" "b134" {
  bucket = "payments-0134"

  tags = {
    Number = "938"
  }
}

# Bucket 135
resource "aws_s3_bucket" "b135" {
  bucket = "payments-0135"

  tags = {
    Number = "945"
  }
}

# Bucket 136
resource "aws_s3_bucket" "b136" {
  bucket = "payments-0136"

  tags = {
    Number = "952"
  }
}

# Bucket 137
resource "aws_s3_bucket" "b137" {
  bucket = "payments-0137"

  tags = {
    Number = "959"
  }
}

# Bucket 138
resource "aws_s3_bucket" "b138" {
  bucket = "payments-0138"

  tags = {
    Number = "966"
  }
}

# Bucket 139
resource "aws_s3_bucket" "b139" {
  bucket = "payments-0139"

  tags = {
    Number = "973"
  }
}

# Bucket 140
resource "aws_s3_bucket" "b140" {
  bucket = "payments-0140"

  tags = {
    Number = "980"
  }
}

# Bucket 141
resource "aws_s3_bucket" "b141" {
  bucket = "payments-0141"

  tags = {
    Number = "987"
  }
}

# Bucket 142
resource "aws_s3_bucket" "b142" {
  bucket = "payments-0142"

  tags = {
    Number = "994"
  }
}

# Bucket 143
resource "aws_s3_bucket" "b143" {
  bucket = "payments-0143"

  tags = {
    Number = "1001"
  }
}

# Bucket 144
resource "aws_s3_bucket" "b144" {
  bucket = "payments-0144"

  tags = {
    Number = "1008"
  }
}

# Bucket 145
resource "aws_s3_bucket" "b145" {
  bucket = "payments-0145"

  tags = {
    Number = "1015"
  }
}

# Bucket 146
resource "aws_s3_bucket" "b146" {
  bucket = "payments-0146"

  tags = {
    Number = "1022"
  }
}

# Bucket 147
resource "aws_s3_bucket" "b147" {
  bucket = "payments-0147"

  tags = {
    Number = "1029"
  }
}

# Bucket 148
resource "aws_s3_bucket" "b148" {
  bucket = "payments-0148"

  tags = {
    Number = "1036"
  }
}

# Bucket 149
resource "aws_s3_bucket" "b149" {
  bucket = "payments-0149"

  tags = {
    Number = "1043"
  }
}

# Bucket 150
resource "aws_s3_bucket" "b150" {
  bucket = "payments-0150"

  tags = {
    Number = "1050"
  }
}

# Bucket 151
resource "aws_s3_bucket" "b151" {
  bucket = "payments-0151"

  tags = {
    Number = "1057"
  }
}

# Bucket 152
resource "aws_s3_bucket" "b152" {
  bucket = "payments-0152"

  tags = {
    Number = "1064"
  }
}

# Bucket 153
resource "aws_s3_bucket" "b153" {
  bucket = "payments-0153"

  tags = {
    Number = "1071"
  }
}

# Bucket 154
resource "aws_s3_bucket" "b154" {
  bucket = "payments-0154"

  tags = {
    Number = "1078"
  }
}

# Bucket 155
resource "aws_s3_bucket" "b155" {
  bucket = "payments-0155"

  tags = {
    Number = "1085"
  }
}

# Bucket 156
resource "aws_s3_bucket" "b156" {
  bucket = "payments-0156"

  tags = {
    Number = "1092"
  }
}

# Bucket 157
resource "aws_s3_bucket" "b157" {
  bucket = "payments-0157"

  tags = {
    Number = "1099"
  }
}

# Bucket 158
resource "aws_s3_bucket" "b158" {
  bucket = "payments-0158"

  tags = {
    Number = "1106"
  }
}

# Bucket 159
resource "aws_s3_bucket" "b159" {
  bucket = "payments-0159"

  tags = {
    Number = "1113"
  }
}

# Bucket 160
resource "aws_s3_bucket" "b160" {
  bucket = "payments-0160"

  tags = {
    Number = "1120"
  }
}

# Bucket 161
resource "aws_s3_bucket" "b161" {
  bucket = "payments-0161"

  tags = {
    Number = "1127"
  }
}

# Bucket 162
resource "aws_s3_bucket" "b162" {
  bucket = "payments-0162"

  tags = {
    Number = "1134"
  }
}

# Bucket 163
resource "aws_s3_bucket" "b163" {
  bucket = "payments-0163"

  tags = {
    Number = "1141"
  }
}

# Bucket 164
resource "aws_s3_bucket" "b164" {
  bucket = "payments-0164"

  tags = {
    Number = "1148"
  }
}

# Bucket 165
resource "aws_s3_bucket" "b165" {
  bucket = "payments-0165"

  tags = {
    Number = "1155"
  }
}

# Bucket 166
resource "aws_s3_bucket" "b166" {
  bucket = "payments-0166"

  tags = {
    Number = "1162"
  }
}

# Bucket 167
resource "aws_s3_bucket" "b167" {
  bucket = "payments-0167"

  tags = {
    Number = "1169"
  }
}

# Bucket 168
resource "aws_s3_bucket" "b168" {
  bucket = "payments-0168"

  tags = {
    Number = "1176"
  }
}

# Bucket 169
resource "aws_s3_bucket" "b169" {
  bucket = "payments-0169"

  tags = {
    Number = "1183"
  }
}

# Bucket 170
resource "aws_s3_bucket" "b170" {
  bucket = "payments-0170"

  tags = {
    Number = "1190"
  }
}

# Bucket 171
resource "aws_s3_bucket" "b171" {
  bucket = "payments-0171"

  tags = {
    Number = "1197"
  }
}

# Bucket 172
resource "aws_s3_bucket" "b172" {
  bucket = "payments-0172"

  tags = {
    Number = "1204"
  }
}

# Bucket 173
resource "aws_s3_bucket" "b173" {
  bucket = "payments-0173"

  tags = {
    Number = "1211"
  }
}

# Bucket 174
resource "aws_s3_bucket" "b174" {
  bucket = "payments-0174"

  tags = {
    Number = "1218"
  }
}

# Bucket 175
resource "aws_s3_bucket" "b175" {
  bucket = "payments-0175"

  tags = {
    Number = "1225"
  }
}

# Bucket 176
resource "aws_s3_bucket" "b176" {
  bucket = "payments-0176"

  tags = {
    Number = "1232"
  }
}

# Bucket 177
resource "aws_s3_bucket" "b177" {
  bucket = "payments-0177"

  tags = {
    Number = "1239"
  }
}

# Bucket 178
resource "aws_s3_bucket" "b178" {
  bucket = "payments-0178"

  tags = {
    Number = "1246"
  }
}

# Bucket 179
resource "aws_s3_bucket" "b179" {
  bucket = "payments-0179"

  tags = {
    Number = "1253"
  }
}

# Bucket 180
resource "aws_s3_bucket" "b180" {
  bucket = "payments-0180"

  tags = {
    Number = "1260"
  }
}

# Bucket 181
resource "aws_s3_bucket" "b181" {
  bucket = "payments-0181"

  tags = {
    Number = "1267"
  }
}

# Bucket 182
resource "aws_s3_bucket" "b182" {
  bucket = "payments-0182"

  tags = {
    Number = "1274"
  }
}

# Bucket 183
resource "aws_s3_bucket" "b183" {
  bucket = "payments-0183"

  tags = {
    Number = "1281"
  }
}

# Bucket 184
resource "aws_s3_bucket" "b184" {
  bucket = "payments-0184"

  tags = {
    Number = "1288"
  }
}

# Bucket 185
resource "aws_s3_bucket" "b185" {
  bucket = "payments-0185"

  tags = {
    Number = "1295"
  }
}

# Bucket 186
resource "aws_s3_bucket" "b186" {
  bucket = "payments-0186"

  tags = {
    Number = "1302"
  }
}

# Bucket 187
resource "aws_s3_bucket" "b187" {
  bucket = "payments-0187"

  tags = {
    Number = "1309"
  }
}

# Bucket 188
resource "aws_s3_bucket" "b188" {
  bucket = "payments-0188"

  tags = {
    Number = "1316"
  }
}

# Bucket 189
resource "aws_s3_bucket" "b189" {
  bucket = "payments-0189"

  tags = {
    Number = "1323"
  }
}

# Bucket 190
resource "aws_s3_bucket" "b190" {
  bucket = "payments-0190"

  tags = {
    Number = "1330"
  }
}

# Bucket 191
resource "aws_s3_bucket" "b191" {
  bucket = "payments-0191"

  tags = {
    Number = "1337"
  }
}

# Bucket 192
resource "aws_s3_bucket" "b192" {
  bucket = "payments-0192"

  tags = {
    Number = "1344"
  }
}

# Bucket 193
resource "aws_s3_bucket" "b193" {
  bucket = "payments-0193"

  tags = {
    Number = "1351"
  }
}

# Bucket 194
resource "aws_s3_bucket" "b194" {
  bucket = "payments-0194"

  tags = {
    Number = "1358"
  }
}

# Bucket 195
resource "aws_s3_bucket" "b195" {
  bucket = "payments-0195"

  tags = {
    Number = "1365"
  }
}

# Bucket 196
resource "aws_s3_bucket" "b196" {
  bucket = "payments-0196"

  tags = {
    Number = "1372"
  }
}

# Bucket 197
resource "aws_s3_bucket" "b197" {
  bucket = "payments-0197"

  tags = {
    Number = "1379"
  }
}

# Bucket 198
resource "aws_s3_bucket" "b198" {
  bucket = "payments-0198"

  tags = {
    Number = "1386"
  }
}

# Bucket 199
resource "aws_s3_bucket" "b199" {
  bucket = "payments-0199"

  tags = {
    Number = "1393"
  }
}

# Bucket 200
resource "aws_s3_bucket" "b200" {
  bucket = "payments-0200"

  tags = {
    Number = "1400"
  }
}

# Bucket 201
resource "aws_s3_bucket" "b201" {
  bucket = "payments-0201"

  tags = {
    Number = "1407"
  }
}

# Bucket 202
resource "aws_s3_bucket" "b202" {
  bucket = "payments-0202"

  tags = {
    Number = "1414"
  }
}

# Bucket 203
resource "aws_s3_bucket" "b203" {
  bucket = "payments-0203"

  tags = {
    Number = "1421"
  }
}

# Bucket 204
resource "aws_s3_bucket" "b204" {
  bucket = "payments-0204"

  tags = {
    Number = "1428"
  }
}

# Bucket 205
resource "aws_s3_bucket" "b205" {
  bucket = "payments-0205"

  tags = {
    Number = "1435"
  }
}

# Bucket 206
resource "aws_s3_bucket" "b206" {
  bucket = "payments-0206"

  tags = {
    Number = "1442"
  }
}

# Bucket 207
resource "aws_s3_bucket" "b207" {
  bucket = "payments-0207"

  tags = {
    Number = "1449"
  }
}

# Bucket 208
resource "aws_s3_bucket" "b208" {
  bucket = "payments-0208"

  tags = {
    Number = "1456"
  }
}

# Bucket 209
resource "aws_s3_bucket" "b209" {
  bucket = "payments-0209"

  tags = {
    Number = "1463"
  }
}

# Bucket 210
resource "aws_s3_bucket" "b210" {
  bucket = "payments-0210"

  tags = {
    Number = "1470"
  }
}

# Bucket 211
resource "aws_s3_bucket" "b211" {
  bucket = "payments-0211"

  tags = {
    Number = "1477"
  }
}

# Bucket 212
resource "aws_s3_bucket" "b212" {
  bucket = "payments-0212"

  tags = {
    Number = "1484"
  }
}

# Bucket 213
resource "aws_s3_bucket" "b213" {
  bucket = "payments-0213"

  tags = {
    Number = "1491"
  }
}

# Bucket 214
resource "aws_s3_bucket" "b214" {
  bucket = "payments-0214"

  tags = {
    Number = "1498"
  }
}

# Bucket 215
resource "aws_s3_bucket" "b215" {
  bucket = "payments-0215"

  tags = {
    Number = "1505"
  }
}

# Bucket 216
resource "aws_s3_bucket" "b216" {
  bucket = "payments-0216"

  tags = {
    Number = "1512"
  }
}

# Bucket 217
resource "aws_s3_bucket" "b217" {
  bucket = "payments-0217"

  tags = {
    Number = "1519"
  }
}

# Bucket 218
resource "aws_s3_bucket" "b218" {
  bucket = "payments-0218"

  tags = {
    Number = "1526"
  }
}

# Bucket 219
resource "aws_s3_bucket" "b219" {
  bucket = "payments-0219"

  tags = {
    Number = "1533"
  }
}

# Bucket 220
resource "aws_s3_bucket" "b220" {
  bucket = "payments-0220"

  tags = {
    Number = "1540"
  }
}

# Bucket 221
resource "aws_s3_bucket" "b221" {
  bucket = "payments-0221"

  tags = {
    Number = "1547"
  }
}

# Bucket 222
resource "aws_s3_bucket" "b222" {
  bucket = "payments-0222"

  tags = {
    Number = "1554"
  }
}

# Bucket 223
resource "aws_s3_bucket" "b223" {
  bucket = "payments-0223"

  tags = {
    Number = "1561"
  }
}

# Bucket 224
resource "aws_s3_bucket" "b224" {
  bucket = "payments-0224"

  tags = {
    Number = "1568"
  }
}

# Bucket 225
resource "aws_s3_bucket" "b225" {
  bucket = "payments-0225"

  tags = {
    Number = "1575"
  }
}

# Bucket 226
resource "aws_s3_bucket" "b226" {
  bucket = "payments-0226"

  tags = {
    Number = "1582"
  }
}

# Bucket 227
resource "aws_s3_bucket" "b227" {
  bucket = "payments-0227"

  tags = {
    Number = "1589"
  }
}

# Bucket 228
resource "aws_s3_bucket" "b228" {
  bucket = "payments-0228"

  tags = {
    Number = "1596"
  }
}

# Bucket 229
resource "aws_s3_bucket" "b229" {
  bucket = "payments-0229"

  tags = {
    Number = "1603"
  }
}

# Bucket 230
resource "aws_s3_bucket" "b230" {
  bucket = "payments-0230"

  tags = {
    Number = "1610"
  }
}

# Bucket 231
resource "aws_s3_bucket" "b231" {
  bucket = "payments-0231"

  tags = {
    Number = "1617"
  }
}

# Bucket 232
resource "aws_s3_bucket" "b232" {
  bucket = "payments-0232"

  tags = {
    Number = "1624"
  }
}

# Bucket 233
resource "aws_s3_bucket" "b233" {
  bucket = "payments-0233"

  tags = {
    Number = "1631"
  }
}

# Bucket 234
resource "aws_s3_bucket" "b234" {
  bucket = "payments-0234"

  tags = {
    Number = "1638"
  }
}

# Bucket 235
resource "aws_s3_bucket" "b235" {
  bucket = "payments-0235"

  tags = {
    Number = "1645"
  }
}

# Bucket 236
resource "aws_s3_bucket" "b236" {
  bucket = "payments-0236"

  tags = {
    Number = "1652"
  }
}

# Bucket 237
resource "aws_s3_bucket" "b237" {
  bucket = "payments-0237"

  tags = {
    Number = "1659"
  }
}

# Bucket 238
resource "aws_s3_bucket" "b238" {
  bucket = "payments-0238"

  tags = {
    Number = "1666"
  }
}

# Bucket 239
resource "aws_s3_bucket" "b239" {
  bucket = "payments-0239"

  tags = {
    Number = "1673"
  }
}

# Bucket 240
resource "aws_s3_bucket" "b240" {
  bucket = "payments-0240"

  tags = {
    Number = "1680"
  }
}

# Bucket 241
resource "aws_s3_bucket" "b241" {
  bucket = "payments-0241"

  tags = {
    Number = "1687"
  }
}

# Bucket 242
resource "aws_s3_bucket" "b242" {
  bucket = "payments-0242"

  tags = {
    Number = "1694"
  }
}

# Bucket 243
resource "aws_s3_bucket" "b243" {
  bucket = "payments-0243"

  tags = {
    Number = "1701"
  }
}

# Bucket 244
resource "aws_s3_bucket" "b244" {
  bucket = "payments-0244"

  tags = {
    Number = "1708"
  }
}

# Bucket 245
resource "aws_s3_bucket" "b245" {
  bucket = "payments-0245"

  tags = {
    Number = "1715"
  }
}

# Bucket 246
resource "aws_s3_bucket" "b246" {
  bucket = "payments-0246"

  tags = {
    Number = "1722"
  }
}

# Bucket 247
resource "aws_s3_bucket" "b247" {
  bucket = "payments-0247"

  tags = {
    Number = "1729"
  }
}

# Bucket 248
resource "aws_s3_bucket" "b248" {
  bucket = "payments-0248"

  tags = {
    Number = "1736"
  }
}

# Bucket 249
resource "aws_s3_bucket" "b249" {
  bucket = "payments-0249"

  tags = {
    Number = "1743"
  }
}

# Bucket 250
resource "aws_s3_bucket" "b250" {
  bucket = "payments-0250"

  tags = {
    Number = "1750"
  }
}

# Bucket 251
resource "aws_s3_bucket" "b251" {
  bucket = "payments-0251"

  tags = {
    Number = "1757"
  }
}

# Bucket 252
resource "aws_s3_bucket" "b252" {
  bucket = "payments-0252"

  tags = {
    Number = "1764"
  }
}

# Bucket 253
resource "aws_s3_bucket" "b253" {
  bucket = "payments-0253"

  tags = {
    Number = "1771"
  }
}

# Bucket 254
resource "aws_s3_bucket" "b254" {
  bucket = "payments-0254"

  tags = {
    Number = "1778"
  }
}

# Bucket 255
resource "aws_s3_bucket" "b255" {
  bucket = "payments-0255"

  tags = {
    Number = "1785"
  }
}

# Bucket 256
resource "aws_s3_bucket" "b256" {
  bucket = "payments-0256"

  tags = {
    Number = "1792"
  }
}

# Bucket 257
resource "aws_s3_bucket" "b257" {
  bucket = "payments-0257"

  tags = {
    Number = "1799"
  }
}

# Bucket 258
resource "aws_s3_bucket" "b258" {
  bucket = "payments-0258"

  tags = {
    Number = "1806"
  }
}

# Bucket 259
resource "aws_s3_bucket" "b259" {
  bucket = "payments-0259"

  tags = {
    Number = "1813"
  }
}

# Bucket 260
resource "aws_s3_bucket" "b260" {
  bucket = "payments-0260"

  tags = {
    Number = "1820"
  }
}

# Bucket 261
resource "aws_s3_bucket" "b261" {
  bucket = "payments-0261"

  tags = {
    Number = "1827"
  }
}

# Bucket 262
resource "aws_s3_bucket" "b262" {
  bucket = "payments-0262"

  tags = {
    Number = "1834"
  }
}

# Bucket 263
resource "aws_s3_bucket" "b263" {
  bucket = "payments-0263"

  tags = {
    Number = "1841"
  }
}

# Bucket 264
resource "aws_s3_bucket" "b264" {
  bucket = "payments-0264"

  tags = {
    Number = "1848"
  }
}

# Bucket 265
resource "aws_s3_bucket" "b265" {
  bucket = "payments-0265"

  tags = {
    Number = "1855"
  }
}

# Bucket 266
resource "aws_s3_bucket" "b266" {
  bucket = "payments-0266"

  tags = {
    Number = "1862"
  }
}

# Bucket 267
resource "aws_s3_bucket" "b267" {
  bucket = "payments-0267"

  tags = {
    Number = "1869"
  }
}

# Bucket 268
resource "aws_s3_bucket" "b268" {
  bucket = "payments-0268"

  tags = {
    Number = "1876"
  }
}

# Bucket 269
resource "aws_s3_bucket" "b269" {
  bucket = "payments-0269"

  tags = {
    Number = "1883"
  }
}

# Bucket 270
resource "aws_s3_bucket" "b270" {
  bucket = "payments-0270"

  tags = {
    Number = "1890"
  }
}

# Bucket 271
resource "aws_s3_bucket" "b271" {
  bucket = "payments-0271"

  tags = {
    Number = "1897"
  }
}

# Bucket 272
resource "aws_s3_bucket" "b272" {
  bucket = "payments-0272"

  tags = {
    Number = "1904"
  }
}

# Bucket 273
resource "aws_s3_bucket" "b273" {
  bucket = "payments-0273"

  tags = {
    Number = "1911"
  }
}

# Bucket 274
resource "aws_s3_bucket" "b274" {
  bucket = "payments-0274"

  tags = {
    Number = "1918"
  }
}

# Bucket 275
resource "aws_s3_bucket" "b275" {
  bucket = "payments-0275"

  tags = {
    Number = "1925"
  }
}

# Bucket 276
resource "aws_s3_bucket" "b276" {
  bucket = "payments-0276"

  tags = {
    Number = "1932"
  }
}

# Bucket 277
resource "aws_s3_bucket" "b277" {
  bucket = "payments-0277"

  tags = {
    Number = "1939"
  }
}

# Bucket 278
resource "aws_s3_bucket" "b278" {
  bucket = "payments-0278"

  tags = {
    Number = "1946"
  }
}

# Bucket 279
resource "aws_s3_bucket" "b279" {
  bucket = "payments-0279"

  tags = {
    Number = "1953"
  }
}

# Bucket 280
resource "aws_s3_bucket" "b280" {
  bucket = "payments-0280"

  tags = {
    Number = "1960"
  }
}

# Bucket 281
resource "aws_s3_bucket" "b281" {
  bucket = "payments-0281"

  tags = {
    Number = "1967"
  }
}

# Bucket 282
resource "aws_s3_bucket" "b282" {
  bucket = "payments-0282"

  tags = {
    Number = "1974"
  }
}

# Bucket 283
resource "aws_s3_bucket" "b283" {
  bucket = "payments-0283"

  tags = {
    Number = "1981"
  }
}

# Bucket 284
resource "aws_s3_bucket" "b284" {
  bucket = "payments-0284"

  tags = {
    Number = "1988"
  }
}

# Bucket 285
resource "aws_s3_bucket" "b285" {
  bucket = "payments-0285"

  tags = {
    Number = "1995"
  }
}

# Bucket 286
resource "aws_s3_bucket" "b286" {
  bucket = "payments-0286"

  tags = {
    Number = "2002"
  }
}

# Bucket 287
resource "aws_s3_bucket" "b287" {
  bucket = "payments-0287"

  tags = {
    Number = "2009"
  }
}

# Bucket 288
resource "aws_s3_bucket" "b288" {
  bucket = "payments-0288"

  tags = {
    Number = "2016"
  }
}

# Bucket 289
resource "aws_s3_bucket" "b289" {
  bucket = "payments-0289"

  tags = {
    Number = "2023"
  }
}

# Bucket 290
resource "aws_s3_bucket" "b290" {
  bucket = "payments-0290"

  tags = {
    Number = "2030"
  }
}

# Bucket 291
resource "aws_s3_bucket" "b291" {
  bucket = "payments-0291"

  tags = {
    Number = "2037"
  }
}

# Bucket 292
resource "aws_s3_bucket" "b292" {
  bucket = "payments-0292"

  tags = {
    Number = "2044"
  }
}

# Bucket 293
resource "aws_s3_bucket" "b293" {
  bucket = "payments-0293"

  tags = {
    Number = "2051"
  }
}

# Bucket 294
resource "aws_s3_bucket" "b294" {
  bucket = "payments-0294"

  tags = {
    Number = "2058"
  }
}

# Bucket 295
resource "aws_s3_bucket" "b295" {
  bucket = "payments-0295"

  tags = {
    Number = "2065"
  }
}

# Bucket 296
resource "aws_s3_bucket" "b296" {
  bucket = "payments-0296"

  tags = {
    Number = "2072"
  }
}

# Bucket 297
resource "aws_s3_bucket" "b297" {
  bucket = "payments-0297"

  tags = {
    Number = "2079"
  }
}

# Bucket 298
resource "aws_s3_bucket" "b298" {
  bucket = "payments-0298"

  tags = {
    Number = "2086"
  }
}

# Bucket 299
resource "aws_s3_bucket" "b299" {
  bucket = "payments-0299"

  tags = {
    Number = "2093"
  }
}

# Bucket 300
resource "aws_s3_bucket" "b300" {
  bucket = "payments-0300"

  tags = {
    Number = "2100"
  }
}

# Bucket 301
resource "aws_s3_bucket" "b301" {
  bucket = "payments-0301"

  tags = {
    Number = "2107"
  }
}

# Bucket 302
resource "aws_s3_bucket" "b302" {
  bucket = "payments-0302"

  tags = {
    Number = "2114"
  }
}

# Bucket 303
resource "aws_s3_bucket" "b303" {
  bucket = "payments-0303"

  tags = {
    Number = "2121"
  }
}

# Bucket 304
resource "aws_s3_bucket" "b304" {
  bucket = "payments-0304"

  tags = {
    Number = "2128"
  }
}

# Bucket 305
resource "aws_s3_bucket" "b305" {
  bucket = "payments-0305"

  tags = {
    Number = "2135"
  }
}

# Bucket 306
resource "aws_s3_bucket" "b306" {
  bucket = "payments-0306"

  tags = {
    Number = "2142"
  }
}

# Bucket 307
resource "aws_s3_bucket" "b307" {
  bucket = "payments-0307"

  tags = {
    Number = "2149"
  }
}

# Bucket 308
resource "aws_s3_bucket" "b308" {
  bucket = "payments-0308"

  tags = {
    Number = "2156"
  }
}

# Bucket 309
resource "aws_s3_bucket" "b309" {
  bucket = "payments-0309"

  tags = {
    Number = "2163"
  }
}

# Bucket 310
resource "aws_s3_bucket" "b310" {
  bucket = "payments-0310"

  tags = {
    Number = "2170"
  }
}

# Bucket 311
resource "aws_s3_bucket" "b311" {
  bucket = "payments-0311"

  tags = {
    Number = "2177"
  }
}

# Bucket 312
resource "aws_s3_bucket" "b312" {
  bucket = "payments-0312"

  tags = {
    Number = "2184"
  }
}

# Bucket 313
resource "aws_s3_bucket" "b313" {
  bucket = "payments-0313"

  tags = {
    Number = "2191"
  }
}

# Bucket 314
resource "aws_s3_bucket" "b314" {
  bucket = "payments-0314"

  tags = {
    Number = "2198"
  }
}

# Bucket 315
resource "aws_s3_bucket" "b315" {
  bucket = "payments-0315"

  tags = {
    Number = "2205"
  }
}

# Bucket 316
resource "aws_s3_bucket" "b316" {
  bucket = "payments-0316"

  tags = {
    Number = "2212"
  }
}

# Bucket 317
resource "aws_s3_bucket" "b317" {
  bucket = "payments-0317"

  tags = {
    Number = "2219"
  }
}

# Bucket 318
resource "aws_s3_bucket" "b318" {
  bucket = "payments-0318"

  tags = {
    Number = "2226"
  }
}

# Bucket 319
resource "aws_s3_bucket" "b319" {
  bucket = "payments-0319"

  tags = {
    Number = "2233"
  }
}

# Bucket 320
resource "aws_s3_bucket" "b320" {
  bucket = "payments-0320"

  tags = {
    Number = "2240"
  }
}

# Bucket 321
resource "aws_s3_bucket" "b321" {
  bucket = "payments-0321"

  tags = {
    Number = "2247"
  }
}

# Bucket 322
resource "aws_s3_bucket" "b322" {
  bucket = "payments-0322"

  tags = {
    Number = "2254"
  }
}

# Bucket 323
resource "aws_s3_bucket" "b323" {
  bucket = "payments-0323"

  tags = {
    Number = "2261"
  }
}

# Bucket 324
resource "aws_s3_bucket" "b324" {
  bucket = "payments-0324"

  tags = {
    Number = "2268"
  }
}

# Bucket 325
resource "aws_s3_bucket" "b325" {
  bucket = "payments-0325"

  tags = {
    Number = "2275"
  }
}

# Bucket 326
resource "aws_s3_bucket" "b326" {
  bucket = "payments-0326"

  tags = {
    Number = "2282"
  }
}

# Bucket 327
resource "aws_s3_bucket" "b327" {
  bucket = "payments-0327"

  tags = {
    Number = "2289"
  }
}

# Bucket 328
resource "aws_s3_bucket" "b328" {
  bucket = "payments-0328"

  tags = {
    Number = "2296"
  }
}

# Bucket 329
resource "aws_s3_bucket" "b329" {
  bucket = "payments-0329"

  tags = {
    Number = "2303"
  }
}

# Bucket 330
resource "aws_s3_bucket" "b330" {
  bucket = "payments-0330"

  tags = {
    Number = "2310"
  }
}

# Bucket 331
resource "aws_s3_bucket" "b331" {
  bucket = "payments-0331"

  tags = {
    Number = "2317"
  }
}

# Bucket 332
resource "aws_s3_bucket" "b332" {
  bucket = "payments-0332"

  tags = {
    Number = "2324"
  }
}

# Bucket 333
resource "aws_s3_bucket" "b333" {
  bucket = "payments-0333"

  tags = {
    Number = "2331"
  }
}

# Bucket 334
resource "aws_s3_bucket" "b334" {
  bucket = "payments-0334"

  tags = {
    Number = "2338"
  }
}

# Bucket 335
resource "aws_s3_bucket" "b335" {
  bucket = "payments-0335"

  tags = {
    Number = "2345"
  }
}

# Bucket 336
resource "aws_s3_bucket" "b336" {
  bucket = "payments-0336"

  tags = {
    Number = "2352"
  }
}

# Bucket 337
resource "aws_s3_bucket" "b337" {
  bucket = "payments-0337"

  tags = {
    Number = "2359"
  }
}

# Bucket 338
resource "aws_s3_bucket" "b338" {
  bucket = "payments-0338"

  tags = {
    Number = "2366"
  }
}

# Bucket 339
resource "aws_s3_bucket" "b339" {
  bucket = "payments-0339"

  tags = {
    Number = "2373"
  }
}

# Bucket 340
resource "aws_s3_bucket" "b340" {
  bucket = "payments-0340"

  tags = {
    Number = "2380"
  }
}

# Bucket 341
resource "aws_s3_bucket" "b341" {
  bucket = "payments-0341"

  tags = {
    Number = "2387"
  }
}

# Bucket 342
resource "aws_s3_bucket" "b342" {
  bucket = "payments-0342"

  tags = {
    Number = "2394"
  }
}

# Bucket 343
resource "aws_s3_bucket" "b343" {
  bucket = "payments-0343"

  tags = {
    Number = "2401"
  }
}

# Bucket 344
resource "aws_s3_bucket" "b344" {
  bucket = "payments-0344"

  tags = {
    Number = "2408"
  }
}

# Bucket 345
resource "aws_s3_bucket" "b345" {
  bucket = "payments-0345"

  tags = {
    Number = "2415"
  }
}

# Bucket 346
resource "aws_s3_bucket" "b346" {
  bucket = "payments-0346"

  tags = {
    Number = "2422"
  }
}

# Bucket 347
resource "aws_s3_bucket" "b347" {
  bucket = "payments-0347"

  tags = {
    Number = "2429"
  }
}

# Bucket 348
resource "aws_s3_bucket" "b348" {
  bucket = "payments-0348"

  tags = {
    Number = "2436"
  }
}

# Bucket 349
resource "aws_s3_bucket" "b349" {
  bucket = "payments-0349"

  tags = {
    Number = "2443"
  }
}

# Bucket 350
resource "aws_s3_bucket" "b350" {
  bucket = "payments-0350"

  tags = {
    Number = "2450"
  }
}

# Bucket 351
resource "aws_s3_bucket" "b351" {
  bucket = "payments-0351"

  tags = {
    Number = "2457"
  }
}

# Bucket 352
resource "aws_s3_bucket" "b352" {
  bucket = "payments-0352"

  tags = {
    Number = "2464"
  }
}

# Bucket 353
resource "aws_s3_bucket" "b353" {
  bucket = "payments-0353"

  tags = {
    Number = "2471"
  }
}

# Bucket 354
resource "aws_s3_bucket" "b354" {
  bucket = "payments-0354"

  tags = {
    Number = "2478"
  }
}

# Bucket 355
resource "aws_s3_bucket" "b355" {
  bucket = "payments-0355"

  tags = {
    Number = "2485"
  }
}

# Bucket 356
resource "aws_s3_bucket" "b356" {
  bucket = "payments-0356"

  tags = {
    Number = "2492"
  }
}

# Bucket 357
resource "aws_s3_bucket" "b357" {
  bucket = "payments-0357"

  tags = {
    Number = "2499"
  }
}

# Bucket 358
resource "aws_s3_bucket" "b358" {
  bucket = "payments-0358"

  tags = {
    Number = "2506"
  }
}

# Bucket 359
resource "aws_s3_bucket" "b359" {
  bucket = "payments-0359"

  tags = {
    Number = "2513"
  }
}

# Bucket 360
resource "aws_s3_bucket" "b360" {
  bucket = "payments-0360"

  tags = {
    Number = "2520"
  }
}

# Bucket 361
resource "aws_s3_bucket" "b361" {
  bucket = "payments-0361"

  tags = {
    Number = "2527"
  }
}

# Bucket 362
resource "aws_s3_bucket" "b362" {
  bucket = "payments-0362"

  tags = {
    Number = "2534"
  }
}

# Bucket 363
resource "aws_s3_bucket" "b363" {
  bucket = "payments-0363"

  tags = {
    Number = "2541"
  }
}

# Bucket 364
resource "aws_s3_bucket" "b364" {
  bucket = "payments-0364"

  tags = {
    Number = "2548"
  }
}

# Bucket 365
resource "aws_s3_bucket" "b365" {
  bucket = "payments-0365"

  tags = {
    Number = "2555"
  }
}

# Bucket 366
resource "aws_s3_bucket" "b366" {
  bucket = "payments-0366"

  tags = {
    Number = "2562"
  }
}

# Bucket 367
resource "aws_s3_bucket" "b367" {
  bucket = "payments-0367"

  tags = {
    Number = "2569"
  }
}

# Bucket 368
resource "aws_s3_bucket" "b368" {
  bucket = "payments-0368"

  tags = {
    Number = "2576"
  }
}

# Bucket 369
resource "aws_s3_bucket" "b369" {
  bucket = "payments-0369"

  tags = {
    Number = "2583"
  }
}

# Bucket 370
resource "aws_s3_bucket" "b370" {
  bucket = "payments-0370"

  tags = {
    Number = "2590"
  }
}

# Bucket 371
resource "aws_s3_bucket" "b371" {
  bucket = "payments-0371"

  tags = {
    Number = "2597"
  }
}

# Bucket 372
resource "aws_s3_bucket" "b372" {
  bucket = "payments-0372"

  tags = {
    Number = "2604"
  }
}

# Bucket 373
resource "aws_s3_bucket" "b373" {
  bucket = "payments-0373"

  tags = {
    Number = "2611"
  }
}

# Bucket 374
resource "aws_s3_bucket" "b374" {
  bucket = "payments-0374"

  tags = {
    Number = "2618"
  }
}

# Bucket 375
resource "aws_s3_bucket" "b375" {
  bucket = "payments-0375"

  tags = {
    Number = "2625"
  }
}

# Bucket 376
resource "aws_s3_bucket" "b376" {
  bucket = "payments-0376"

  tags = {
    Number = "2632"
  }
}

# Bucket 377
resource "aws_s3_bucket" "b377" {
  bucket = "payments-0377"

  tags = {
    Number = "2639"
  }
}

# Bucket 378
resource "aws_s3_bucket" "b378" {
  bucket = "payments-0378"

  tags = {
    Number = "2646"
  }
}

# Bucket 379
resource "aws_s3_bucket" "b379" {
  bucket = "payments-0379"

  tags = {
    Number = "2653"
  }
}

# Bucket 380
resource "aws_s3_bucket" "b380" {
  bucket = "payments-0380"

  tags = {
    Number = "2660"
  }
}

# Bucket 381
resource "aws_s3_bucket" "b381" {
  bucket = "payments-0381"

  tags = {
    Number = "2667"
  }
}

# Bucket 382
resource "aws_s3_bucket" "b382" {
  bucket = "payments-0382"

  tags = {
    Number = "2674"
  }
}

# Bucket 383
resource "aws_s3_bucket" "b383" {
  bucket = "payments-0383"

  tags = {
    Number = "2681"
  }
}

# Bucket 384
resource "aws_s3_bucket" "b384" {
  bucket = "payments-0384"

  tags = {
    Number = "2688"
  }
}

# Bucket 385
resource "aws_s3_bucket" "b385" {
  bucket = "payments-0385"

  tags = {
    Number = "2695"
  }
}

# Bucket 386
resource "aws_s3_bucket" "b386" {
  bucket = "payments-0386"

  tags = {
    Number = "2702"
  }
}

# Bucket 387
resource "aws_s3_bucket" "b387" {
  bucket = "payments-0387"

  tags = {
    Number = "2709"
  }
}

# Bucket 388
resource "aws_s3_bucket" "b388" {
  bucket = "payments-0388"

  tags = {
    Number = "2716"
  }
}

# Bucket 389
resource "aws_s3_bucket" "b389" {
  bucket = "payments-0389"

  tags = {
    Number = "2723"
  }
}

# Bucket 390
resource "aws_s3_bucket" "b390" {
  bucket = "payments-0390"

  tags = {
    Number = "2730"
  }
}

# Bucket 391
resource "aws_s3_bucket" "b391" {
  bucket = "payments-0391"

  tags = {
    Number = "2737"
  }
}

# Bucket 392
resource "aws_s3_bucket" "b392" {
  bucket = "payments-0392"

  tags = {
    Number = "2744"
  }
}

# Bucket 393
resource "aws_s3_bucket" "b393" {
  bucket = "payments-0393"

  tags = {
    Number = "2751"
  }
}

# Bucket 394
resource "aws_s3_bucket" "b394" {
  bucket = "payments-0394"

  tags = {
    Number = "2758"
  }
}

# Bucket 395
resource "aws_s3_bucket" "b395" {
  bucket = "payments-0395"

  tags = {
    Number = "2765"
  }
}

# Bucket 396
resource "aws_s3_bucket" "b396" {
  bucket = "payments-0396"

  tags = {
    Number = "2772"
  }
}

# Bucket 397
resource "aws_s3_bucket" "b397" {
  bucket = "payments-0397"

  tags = {
    Number = "2779"
  }
}

# Bucket 398
resource "aws_s3_bucket" "b398" {
  bucket = "payments-0398"

  tags = {
    Number = "2786"
  }
}

# Bucket 399
resource "aws_s3_bucket" "b399" {
  bucket = "payments-0399"

  tags = {
    Number = "2793"
  }
}

# Bucket 400
resource "aws_s3_bucket" "b400" {
  bucket = "payments-0400"

  tags = {
    Number = "2800"
  }
}

# Bucket 401
resource "aws_s3_bucket" "b401" {
  bucket = "payments-0401"

  tags = {
    Number = "2807"
  }
}

# Bucket 402
resource "aws_s3_bucket" "b402" {
  bucket = "payments-0402"

  tags = {
    Number = "2814"
  }
}

# Bucket 403
resource "aws_s3_bucket" "b403" {
  bucket = "payments-0403"

  tags = {
    Number = "2821"
  }
}

# Bucket 404
resource "aws_s3_bucket" "b404" {
  bucket = "payments-0404"

  tags = {
    Number = "2828"
  }
}

# Bucket 405
resource "aws_s3_bucket" "b405" {
  bucket = "payments-0405"

  tags = {
    Number = "2835"
  }
}

# Bucket 406
resource "aws_s3_bucket" "b406" {
  bucket = "payments-0406"

  tags = {
    Number = "2842"
  }
}

# Bucket 407
resource "aws_s3_bucket" "b407" {
  bucket = "payments-0407"

  tags = {
    Number = "2849"
  }
}

# Bucket 408
resource "aws_s3_bucket" "b408" {
  bucket = "payments-0408"

  tags = {
    Number = "2856"
  }
}

# Bucket 409
resource "aws_s3_bucket" "b409" {
  bucket = "payments-0409"

  tags = {
    Number = "2863"
  }
}

# Bucket 410
resource "aws_s3_bucket" "b410" {
  bucket = "payments-0410"

  tags = {
    Number = "2870"
  }
}

# Bucket 411
resource "aws_s3_bucket" "b411" {
  bucket = "payments-0411"

  tags = {
    Number = "2877"
  }
}

# Bucket 412
resource "aws_s3_bucket" "b412" {
  bucket = "payments-0412"

  tags = {
    Number = "2884"
  }
}

# Bucket 413
resource "aws_s3_bucket" "b413" {
  bucket = "payments-0413"

  tags = {
    Number = "2891"
  }
}

# Bucket 414
resource "aws_s3_bucket" "b414" {
  bucket = "payments-0414"

  tags = {
    Number = "2898"
  }
}

# Bucket 415
resource "aws_s3_bucket" "b415" {
  bucket = "payments-0415"

  tags = {
    Number = "2905"
  }
}

# Bucket 416
resource "aws_s3_bucket" "b416" {
  bucket = "payments-0416"

  tags = {
    Number = "2912"
  }
}

# Bucket 417
resource "aws_s3_bucket" "b417" {
  bucket = "payments-0417"

  tags = {
    Number = "2919"
  }
}

# Bucket 418
resource "aws_s3_bucket" "b418" {
  bucket = "payments-0418"

  tags = {
    Number = "2926"
  }
}

# Bucket 419
resource "aws_s3_bucket" "b419" {
  bucket = "payments-0419"

  tags = {
    Number = "2933"
  }
}

# Bucket 420
resource "aws_s3_bucket" "b420" {
  bucket = "payments-0420"

  tags = {
    Number = "2940"
  }
}

# Bucket 421
resource "aws_s3_bucket" "b421" {
  bucket = "payments-0421"

  tags = {
    Number = "2947"
  }
}

# Bucket 422
resource "aws_s3_bucket" "b422" {
  bucket = "payments-0422"

  tags = {
    Number = "2954"
  }
}

# Bucket 423
resource "aws_s3_bucket" "b423" {
  bucket = "payments-0423"

  tags = {
    Number = "2961"
  }
}

# Bucket 424
resource "aws_s3_bucket" "b424" {
  bucket = "payments-0424"

  tags = {
    Number = "2968"
  }
}

# Bucket 425
resource "aws_s3_bucket" "b425" {
  bucket = "payments-0425"

  tags = {
    Number = "2975"
  }
}

# Bucket 426
resource "aws_s3_bucket" "b426" {
  bucket = "payments-0426"

  tags = {
    Number = "2982"
  }
}

# Bucket 427
resource "aws_s3_bucket" "b427" {
  bucket = "payments-0427"

  tags = {
    Number = "2989"
  }
}

# Bucket 428
resource "aws_s3_bucket" "b428" {
  bucket = "payments-0428"

  tags = {
    Number = "2996"
  }
}

# Bucket 429
resource "aws_s3_bucket" "b429" {
  bucket = "payments-0429"

  tags = {
    Number = "3003"
  }
}

# Bucket 430
resource "aws_s3_bucket" "b430" {
  bucket = "payments-0430"

  tags = {
    Number = "3010"
  }
}

# Bucket 431
resource "aws_s3_bucket" "b431" {
  bucket = "payments-0431"

  tags = {
    Number = "3017"
  }
}

# Bucket 432
resource "aws_s3_bucket" "b432" {
  bucket = "payments-0432"

  tags = {
    Number = "3024"
  }
}

# Bucket 433
resource "aws_s3_bucket" "b433" {
  bucket = "payments-0433"

  tags = {
    Number = "3031"
  }
}

# Bucket 434
resource "aws_s3_bucket" "b434" {
  bucket = "payments-0434"

  tags = {
    Number = "3038"
  }
}

# Bucket 435
resource "aws_s3_bucket" "b435" {
  bucket = "payments-0435"

  tags = {
    Number = "3045"
  }
}

# Bucket 436
resource "aws_s3_bucket" "b436" {
  bucket = "payments-0436"

  tags = {
    Number = "3052"
  }
}

# Bucket 437
resource "aws_s3_bucket" "b437" {
  bucket = "payments-0437"

  tags = {
    Number = "3059"
  }
}

# Bucket 438
resource "aws_s3_bucket" "b438" {
  bucket = "payments-0438"

  tags = {
    Number = "3066"
  }
}

# Bucket 439
resource "aws_s3_bucket" "b439" {
  bucket = "payments-0439"

  tags = {
    Number = "3073"
  }
}

# Bucket 440
resource "aws_s3_bucket" "b440" {
  bucket = "payments-0440"

  tags = {
    Number = "3080"
  }
}

# Bucket 441
resource "aws_s3_bucket" "b441" {
  bucket = "payments-0441"

  tags = {
    Number = "3087"
  }
}

# Bucket 442
resource "aws_s3_bucket" "b442" {
  bucket = "payments-0442"

  tags = {
    Number = "3094"
  }
}

# Bucket 443
resource "aws_s3_bucket" "b443" {
  bucket = "payments-0443"

  tags = {
    Number = "3101"
  }
}

# Bucket 444
resource "aws_s3_bucket" "b444" {
  bucket = "payments-0444"

  tags = {
    Number = "3108"
  }
}

# Bucket 445
resource "aws_s3_bucket" "b445" {
  bucket = "payments-0445"

  tags = {
    Number = "3115"
  }
}

# Bucket 446
resource "aws_s3_bucket" "b446" {
  bucket = "payments-0446"

  tags = {
    Number = "3122"
  }
}

# Bucket 447
resource "aws_s3_bucket" "b447" {
  bucket = "payments-0447"

  tags = {
    Number = "3129"
  }
}

# Bucket 448
resource "aws_s3_bucket" "b448" {
  bucket = "payments-0448"

  tags = {
    Number = "3136"
  }
}

# Bucket 449
resource "aws_s3_bucket" "b449" {
  bucket = "payments-0449"

  tags = {
    Number = "3143"
  }
}

# Bucket 450
resource "aws_s3_bucket" "b450" {
  bucket = "payments-0450"

  tags = {
    Number = "3150"
  }
}

# Bucket 451
resource "aws_s3_bucket" "b451" {
  bucket = "payments-0451"

  tags = {
    Number = "3157"
  }
}

# Bucket 452
resource "aws_s3_bucket" "b452" {
  bucket = "payments-0452"

  tags = {
    Number = "3164"
  }
}

# Bucket 453
resource "aws_s3_bucket" "b453" {
  bucket = "payments-0453"

  tags = {
    Number = "3171"
  }
}

# Bucket 454
resource "aws_s3_bucket" "b454" {
  bucket = "payments-0454"

  tags = {
    Number = "3178"
  }
}

# Bucket 455
resource "aws_s3_bucket" "b455" {
  bucket = "payments-0455"

  tags = {
    Number = "3185"
  }
}

# Bucket 456
resource "aws_s3_bucket" "b456" {
  bucket = "payments-0456"

  tags = {
    Number = "3192"
  }
}

# Bucket 457
resource "aws_s3_bucket" "b457" {
  bucket = "payments-0457"

  tags = {
    Number = "3199"
  }
}

# Bucket 458
resource "aws_s3_bucket" "b458" {
  bucket = "payments-0458"

  tags = {
    Number = "3206"
  }
}

# Bucket 459
resource "aws_s3_bucket" "b459" {
  bucket = "payments-0459"

  tags = {
    Number = "3213"
  }
}

# Bucket 460
resource "aws_s3_bucket" "b460" {
  bucket = "payments-0460"

  tags = {
    Number = "3220"
  }
}

# Bucket 461
resource "aws_s3_bucket" "b461" {
  bucket = "payments-0461"

  tags = {
    Number = "3227"
  }
}

# Bucket 462
resource "aws_s3_bucket" "b462" {
  bucket = "payments-0462"

  tags = {
    Number = "3234"
  }
}

# Bucket 463
resource "aws_s3_bucket" "b463" {
  bucket = "payments-0463"

  tags = {
    Number = "3241"
  }
}

# Bucket 464
resource "aws_s3_bucket" "b464" {
  bucket = "payments-0464"

  tags = {
    Number = "3248"
  }
}

# Bucket 465
resource "aws_s3_bucket" "b465" {
  bucket = "payments-0465"

  tags = {
    Number = "3255"
  }
}

# Bucket 466
resource "aws_s3_bucket" "b466" {
  bucket = "payments-0466"

  tags = {
    Number = "3262"
  }
}

# Bucket 467
resource "aws_s3_bucket" "b467" {
  bucket = "payments-0467"

  tags = {
    Number = "3269"
  }
}

# Bucket 468
resource "aws_s3_bucket" "b468" {
  bucket = "payments-0468"

  tags = {
    Number = "3276"
  }
}

# Bucket 469
resource "aws_s3_bucket" "b469" {
  bucket = "payments-0469"

  tags = {
    Number = "3283"
  }
}

# Bucket 470
resource "aws_s3_bucket" "b470" {
  bucket = "payments-0470"

  tags = {
    Number = "3290"
  }
}

# Bucket 471
resource "aws_s3_bucket" "b471" {
  bucket = "payments-0471"

  tags = {
    Number = "3297"
  }
}

# Bucket 472
resource "aws_s3_bucket" "b472" {
  bucket = "payments-0472"

  tags = {
    Number = "3304"
  }
}

# Bucket 473
resource "aws_s3_bucket" "b473" {
  bucket = "payments-0473"

  tags = {
    Number = "3311"
  }
}

# Bucket 474
resource "aws_s3_bucket" "b474" {
  bucket = "payments-0474"

  tags = {
    Number = "3318"
  }
}

# Bucket 475
resource "aws_s3_bucket" "b475" {
  bucket = "payments-0475"

  tags = {
    Number = "3325"
  }
}

# Bucket 476
resource "aws_s3_bucket" "b476" {
  bucket = "payments-0476"

  tags = {
    Number = "3332"
  }
}

# Bucket 477
resource "aws_s3_bucket" "b477" {
  bucket = "payments-0477"

  tags = {
    Number = "3339"
  }
}

# Bucket 478
resource "aws_s3_bucket" "b478" {
  bucket = "payments-0478"

  tags = {
    Number = "3346"
  }
}

# Bucket 479
resource "aws_s3_bucket" "b479" {
  bucket = "payments-0479"

  tags = {
    Number = "3353"
  }
}

# Bucket 480
resource "aws_s3_bucket" "b480" {
  bucket = "payments-0480"

  tags = {
    Number = "3360"
  }
}

# Bucket 481
resource "aws_s3_bucket" "b481" {
  bucket = "payments-0481"

  tags = {
    Number = "3367"
  }
}

# Bucket 482
resource "aws_s3_bucket" "b482" {
  bucket = "payments-0482"

  tags = {
    Number = "3374"
  }
}

# Bucket 483
resource "aws_s3_bucket" "b483" {
  bucket = "payments-0483"

  tags = {
    Number = "3381"
  }
}

# Bucket 484
resource "aws_s3_bucket" "b484" {
  bucket = "payments-0484"

  tags = {
    Number = "3388"
  }
}

# Bucket 485
resource "aws_s3_bucket" "b485" {
  bucket = "payments-0485"

  tags = {
    Number = "3395"
  }
}

# Bucket 486
resource "aws_s3_bucket" "b486" {
  bucket = "payments-0486"

  tags = {
    Number = "3402"
  }
}

# Bucket 487
resource "aws_s3_bucket" "b487" {
  bucket = "payments-0487"

  tags = {
    Number = "3409"
  }
}

# Bucket 488
resource "aws_s3_bucket" "b488" {
  bucket = "payments-0488"

  tags = {
    Number = "3416"
  }
}

# Bucket 489
resource "aws_s3_bucket" "b489" {
  bucket = "payments-0489"

  tags = {
    Number = "3423"
  }
}

# Bucket 490
resource "aws_s3_bucket" "b490" {
  bucket = "payments-0490"

  tags = {
    Number = "3430"
  }
}

# Bucket 491
resource "aws_s3_bucket" "b491" {
  bucket = "payments-0491"

  tags = {
    Number = "3437"
  }
}

# Bucket 492
resource "aws_s3_bucket" "b492" {
  bucket = "payments-0492"

  tags = {
    Number = "3444"
  }
}

# Bucket 493
resource "aws_s3_bucket" "b493" {
  bucket = "payments-0493"

  tags = {
    Number = "3451"
  }
}

# Bucket 494
resource "aws_s3_bucket" "b494" {
  bucket = "payments-0494"

  tags = {
    Number = "3458"
  }
}

# Bucket 495
resource "aws_s3_bucket" "b495" {
  bucket = "payments-0495"

  tags = {
    Number = "3465"
  }
}

# Bucket 496
resource "aws_s3_bucket" "b496" {
  bucket = "payments-0496"

  tags = {
    Number = "3472"
  }
}

# Bucket 497
resource "aws_s3_bucket" "b497" {
  bucket = "payments-0497"

  tags = {
    Number = "3479"
  }
}

# Bucket 498
resource "aws_s3_bucket" "b498" {
  bucket = "payments-0498"

  tags = {
    Number = "3486"
  }
}

# Bucket 499
resource "aws_s3_bucket" "b499" {
  bucket = "payments-0499"

  tags = {
    Number = "3493"
  }
}

# Bucket 500
resource "aws_s3_bucket" "b500" {
  bucket = "payments-0500"

  tags = {
    Number = "3500"
  }
}

# Bucket 501
resource "aws_s3_bucket" "b501" {
  bucket = "payments-0501"

  tags = {
    Number = "3507"
  }
}

# Bucket 502
resource "aws_s3_bucket" "b502" {
  bucket = "payments-0502"

  tags = {
    Number = "3514"
  }
}

# Bucket 503
resource "aws_s3_bucket" "b503" {
  bucket = "payments-0503"

  tags = {
    Number = "3521"
  }
}

# Bucket 504
resource "aws_s3_bucket" "b504" {
  bucket = "payments-0504"

  tags = {
    Number = "3528"
  }
}

# Bucket 505
resource "aws_s3_bucket" "b505" {
  bucket = "payments-0505"

  tags = {
    Number = "3535"
  }
}

# Bucket 506
resource "aws_s3_bucket" "b506" {
  bucket = "payments-0506"

  tags = {
    Number = "3542"
  }
}

# Bucket 507
resource "aws_s3_bucket" "b507" {
  bucket = "payments-0507"

  tags = {
    Number = "3549"
  }
}

# Bucket 508
resource "aws_s3_bucket" "b508" {
  bucket = "payments-0508"

  tags = {
    Number = "3556"
  }
}

# Bucket 509
resource "aws_s3_bucket" "b509" {
  bucket = "payments-0509"

  tags = {
    Number = "3563"
  }
}

# Bucket 510
resource "aws_s3_bucket" "b510" {
  bucket = "payments-0510"

  tags = {
    Number = "3570"
  }
}

# Bucket 511
resource "aws_s3_bucket" "b511" {
  bucket = "payments-0511"

  tags = {
    Number = "3577"
  }
}

# Bucket 512
resource "aws_s3_bucket" "b512" {
  bucket = "payments-0512"

  tags = {
    Number = "3584"
  }
}

# Bucket 513
resource "aws_s3_bucket" "b513" {
  bucket = "payments-0513"

  tags = {
    Number = "3591"
  }
}

# Bucket 514
resource "aws_s3_bucket" "b514" {
  bucket = "payments-0514"

  tags = {
    Number = "3598"
  }
}

# Bucket 515
resource "aws_s3_bucket" "b515" {
  bucket = "payments-0515"

  tags = {
    Number = "3605"
  }
}

# Bucket 516
resource "aws_s3_bucket" "b516" {
  bucket = "payments-0516"

  tags = {
    Number = "3612"
  }
}

# Bucket 517
resource "aws_s3_bucket" "b517" {
  bucket = "payments-0517"

  tags = {
    Number = "3619"
  }
}

# Bucket 518
resource "aws_s3_bucket" "b518" {
  bucket = "payments-0518"

  tags = {
    Number = "3626"
  }
}

# Bucket 519
resource "aws_s3_bucket" "b519" {
  bucket = "payments-0519"

  tags = {
    Number = "3633"
  }
}

# Bucket 520
resource "aws_s3_bucket" "b520" {
  bucket = "payments-0520"

  tags = {
    Number = "3640"
  }
}

# Bucket 521
resource "aws_s3_bucket" "b521" {
  bucket = "payments-0521"

  tags = {
    Number = "3647"
  }
}

# Bucket 522
resource "aws_s3_bucket" "b522" {
  bucket = "payments-0522"

  tags = {
    Number = "3654"
  }
}

# Bucket 523
resource "aws_s3_bucket" "b523" {
  bucket = "payments-0523"

  tags = {
    Number = "3661"
  }
}

# Bucket 524
resource "aws_s3_bucket" "b524" {
  bucket = "payments-0524"

  tags = {
    Number = "3668"
  }
}

# Bucket 525
resource "aws_s3_bucket" "b525" {
  bucket = "payments-0525"

  tags = {
    Number = "3675"
  }
}

# Bucket 526
resource "aws_s3_bucket" "b526" {
  bucket = "payments-0526"

  tags = {
    Number = "3682"
  }
}

# Bucket 527
resource "aws_s3_bucket" "b527" {
  bucket = "payments-0527"

  tags = {
    Number = "3689"
  }
}

# Bucket 528
resource "aws_s3_bucket" "b528" {
  bucket = "payments-0528"

  tags = {
    Number = "3696"
  }
}

# Bucket 529
resource "aws_s3_bucket" "b529" {
  bucket = "payments-0529"

  tags = {
    Number = "3703"
  }
}

# Bucket 530
resource "aws_s3_bucket" "b530" {
  bucket = "payments-0530"

  tags = {
    Number = "3710"
  }
}

# Bucket 531
resource "aws_s3_bucket" "b531" {
  bucket = "payments-0531"

  tags = {
    Number = "3717"
  }
}

# Bucket 532
resource "aws_s3_bucket" "b532" {
  bucket = "payments-0532"

  tags = {
    Number = "3724"
  }
}

# Bucket 533
resource "aws_s3_bucket" "b533" {
  bucket = "payments-0533"

  tags = {
    Number = "3731"
  }
}

# Bucket 534
resource "aws_s3_bucket" "b534" {
  bucket = "payments-0534"

  tags = {
    Number = "3738"
  }
}

# Bucket 535
resource "aws_s3_bucket" "b535" {
  bucket = "payments-0535"

  tags = {
    Number = "3745"
  }
}

# Bucket 536
resource "aws_s3_bucket" "b536" {
  bucket = "payments-0536"

  tags = {
    Number = "3752"
  }
}

# Bucket 537
resource "aws_s3_bucket" "b537" {
  bucket = "payments-0537"

  tags = {
    Number = "3759"
  }
}

# Bucket 538
resource "aws_s3_bucket" "b538" {
  bucket = "payments-0538"

  tags = {
    Number = "3766"
  }
}

# Bucket 539
resource "aws_s3_bucket" "b539" {
  bucket = "payments-0539"

  tags = {
    Number = "3773"
  }
}

# Bucket 540
resource "aws_s3_bucket" "b540" {
  bucket = "payments-0540"

  tags = {
    Number = "3780"
  }
}

# Bucket 541
resource "aws_s3_bucket" "b541" {
  bucket = "payments-0541"

  tags = {
    Number = "3787"
  }
}

# Bucket 542
resource "aws_s3_bucket" "b542" {
  bucket = "payments-0542"

  tags = {
    Number = "3794"
  }
}

# Bucket 543
resource "aws_s3_bucket" "b543" {
  bucket = "payments-0543"

  tags = {
    Number = "3801"
  }
}

# Bucket 544
resource "aws_s3_bucket" "b544" {
  bucket = "payments-0544"

  tags = {
    Number = "3808"
  }
}

# Bucket 545
resource "aws_s3_bucket" "b545" {
  bucket = "payments-0545"

  tags = {
    Number = "3815"
  }
}

# Bucket 546
resource "aws_s3_bucket" "b546" {
  bucket = "payments-0546"

  tags = {
    Number = "3822"
  }
}

# Bucket 547
resource "aws_s3_bucket" "b547" {
  bucket = "payments-0547"

  tags = {
    Number = "3829"
  }
}

# Bucket 548
resource "aws_s3_bucket" "b548" {
  bucket = "payments-0548"

  tags = {
    Number = "3836"
  }
}

# Bucket 549
resource "aws_s3_bucket" "b549" {
  bucket = "payments-0549"

  tags = {
    Number = "3843"
  }
}

# Bucket 550
resource "aws_s3_bucket" "b550" {
  bucket = "payments-0550"

  tags = {
    Number = "3850"
  }
}

# Bucket 551
resource "aws_s3_bucket" "b551" {
  bucket = "payments-0551"

  tags = {
    Number = "3857"
  }
}

# Bucket 552
resource "aws_s3_bucket" "b552" {
  bucket = "payments-0552"

  tags = {
    Number = "3864"
  }
}

# Bucket 553
resource "aws_s3_bucket" "b553" {
  bucket = "payments-0553"

  tags = {
    Number = "3871"
  }
}

# Bucket 554
resource "aws_s3_bucket" "b554" {
  bucket = "payments-0554"

  tags = {
    Number = "3878"
  }
}

# Bucket 555
resource "aws_s3_bucket" "b555" {
  bucket = "payments-0555"

  tags = {
    Number = "3885"
  }
}

# Bucket 556
resource "aws_s3_bucket" "b556" {
  bucket = "payments-0556"

  tags = {
    Number = "3892"
  }
}

# Bucket 557
resource "aws_s3_bucket" "b557" {
  bucket = "payments-0557"

  tags = {
    Number = "3899"
  }
}

# Bucket 558
resource "aws_s3_bucket" "b558" {
  bucket = "payments-0558"

  tags = {
    Number = "3906"
  }
}

# Bucket 559
resource "aws_s3_bucket" "b559" {
  bucket = "payments-0559"

  tags = {
    Number = "3913"
  }
}

# Bucket 560
resource "aws_s3_bucket" "b560" {
  bucket = "payments-0560"

  tags = {
    Number = "3920"
  }
}

# Bucket 561
resource "aws_s3_bucket" "b561" {
  bucket = "payments-0561"

  tags = {
    Number = "3927"
  }
}

# Bucket 562
resource "aws_s3_bucket" "b562" {
  bucket = "payments-0562"

  tags = {
    Number = "3934"
  }
}

# Bucket 563
resource "aws_s3_bucket" "b563" {
  bucket = "payments-0563"

  tags = {
    Number = "3941"
  }
}

# Bucket 564
resource "aws_s3_bucket" "b564" {
  bucket = "payments-0564"

  tags = {
    Number = "3948"
  }
}

# Bucket 565
resource "aws_s3_bucket" "b565" {
  bucket = "payments-0565"

  tags = {
    Number = "3955"
  }
}

# Bucket 566
resource "aws_s3_bucket" "b566" {
  bucket = "payments-0566"

  tags = {
    Number = "3962"
  }
}

# Bucket 567
resource "aws_s3_bucket" "b567" {
  bucket = "payments-0567"

  tags = {
    Number = "3969"
  }
}

# Bucket 568
resource "aws_s3_bucket" "b568" {
  bucket = "payments-0568"

  tags = {
    Number = "3976"
  }
}

# Bucket 569
resource "aws_s3_bucket" "b569" {
  bucket = "payments-0569"

  tags = {
    Number = "3983"
  }
}

# Bucket 570
resource "aws_s3_bucket" "b570" {
  bucket = "payments-0570"

  tags = {
    Number = "3990"
  }
}

# Bucket 571
resource "aws_s3_bucket" "b571" {
  bucket = "payments-0571"

  tags = {
    Number = "3997"
  }
}

# Bucket 572
resource "aws_s3_bucket" "b572" {
  bucket = "payments-0572"

  tags = {
    Number = "4004"
  }
}

# Bucket 573
resource "aws_s3_bucket" "b573" {
  bucket = "payments-0573"

  tags = {
    Number = "4011"
  }
}

# Bucket 574
resource "aws_s3_bucket" "b574" {
  bucket = "payments-0574"

  tags = {
    Number = "4018"
  }
}

# Bucket 575
resource "aws_s3_bucket" "b575" {
  bucket = "payments-0575"

  tags = {
    Number = "4025"
  }
}

# Bucket 576
resource "aws_s3_bucket" "b576" {
  bucket = "payments-0576"

  tags = {
    Number = "4032"
  }
}

# Bucket 577
resource "aws_s3_bucket" "b577" {
  bucket = "payments-0577"

  tags = {
    Number = "4039"
  }
}

# Bucket 578
resource "aws_s3_bucket" "b578" {
  bucket = "payments-0578"

  tags = {
    Number = "4046"
  }
}

# Bucket 579
resource "aws_s3_bucket" "b579" {
  bucket = "payments-0579"

  tags = {
    Number = "4053"
  }
}

# Bucket 580
resource "aws_s3_bucket" "b580" {
  bucket = "payments-0580"

  tags = {
    Number = "4060"
  }
}

# Bucket 581
resource "aws_s3_bucket" "b581" {
  bucket = "payments-0581"

  tags = {
    Number = "4067"
  }
}

# Bucket 582
resource "aws_s3_bucket" "b582" {
  bucket = "payments-0582"

  tags = {
    Number = "4074"
  }
}

# Bucket 583
resource "aws_s3_bucket" "b583" {
  bucket = "payments-0583"

  tags = {
    Number = "4081"
  }
}

# Bucket 584
resource "aws_s3_bucket" "b584" {
  bucket = "payments-0584"

  tags = {
    Number = "4088"
  }
}

# Bucket 585
resource "aws_s3_bucket" "b585" {
  bucket = "payments-0585"

  tags = {
    Number = "4095"
  }
}

# Bucket 586
resource "aws_s3_bucket" "b586" {
  bucket = "payments-0586"

  tags = {
    Number = "4102"
  }
}

# Bucket 587
resource "aws_s3_bucket" "b587" {
  bucket = "payments-0587"

  tags = {
    Number = "4109"
  }
}

# Bucket 588
resource "aws_s3_bucket" "b588" {
  bucket = "payments-0588"

  tags = {
    Number = "4116"
  }
}

# Bucket 589
resource "aws_s3_bucket" "b589" {
  bucket = "payments-0589"

  tags = {
    Number = "4123"
  }
}

# Bucket 590
resource "aws_s3_bucket" "b590" {
  bucket = "payments-0590"

  tags = {
    Number = "4130"
  }
}

# Bucket 591
resource "aws_s3_bucket" "b591" {
  bucket = "payments-0591"

  tags = {
    Number = "4137"
  }
}

# Bucket 592
resource "aws_s3_bucket" "b592" {
  bucket = "payments-0592"

  tags = {
    Number = "4144"
  }
}

# Bucket 593
resource "aws_s3_bucket" "b593" {
  bucket = "payments-0593"

  tags = {
    Number = "4151"
  }
}

# Bucket 594
resource "aws_s3_bucket" "b594" {
  bucket = "payments-0594"

  tags = {
    Number = "4158"
  }
}

# Bucket 595
resource "aws_s3_bucket" "b595" {
  bucket = "payments-0595"

  tags = {
    Number = "4165"
  }
}

# Bucket 596
resource "aws_s3_bucket" "b596" {
  bucket = "payments-0596"

  tags = {
    Number = "4172"
  }
}

# Bucket 597
resource "aws_s3_bucket" "b597" {
  bucket = "payments-0597"

  tags = {
    Number = "4179"
  }
}

# Bucket 598
resource "aws_s3_bucket" "b598" {
  bucket = "payments-0598"

  tags = {
    Number = "4186"
  }
}

# Bucket 599
resource "aws_s3_bucket" "b599" {
  bucket = "payments-0599"

  tags = {
    Number = "4193"
  }
}

# Bucket 600
resource "aws_s3_bucket" "b600" {
  bucket = "payments-0600"

  tags = {
    Number = "4200"
  }
}

# Bucket 601
resource "aws_s3_bucket" "b601" {
  bucket = "payments-0601"

  tags = {
    Number = "4207"
  }
}

# Bucket 602
resource "aws_s3_bucket" "b602" {
  bucket = "payments-0602"

  tags = {
    Number = "4214"
  }
}

# Bucket 603
resource "aws_s3_bucket" "b603" {
  bucket = "payments-0603"

  tags = {
    Number = "4221"
  }
}

# Bucket 604
resource "aws_s3_bucket" "b604" {
  bucket = "payments-0604"

  tags = {
    Number = "4228"
  }
}

# Bucket 605
resource "aws_s3_bucket" "b605" {
  bucket = "payments-0605"

  tags = {
    Number = "4235"
  }
}

# Bucket 606
resource "aws_s3_bucket" "b606" {
  bucket = "payments-0606"

  tags = {
    Number = "4242"
  }
}

# Bucket 607
resource "aws_s3_bucket" "b607" {
  bucket = "payments-0607"

  tags = {
    Number = "4249"
  }
}

# Bucket 608
resource "aws_s3_bucket" "b608" {
  bucket = "payments-0608"

  tags = {
    Number = "4256"
  }
}

# Bucket 609
resource "aws_s3_bucket" "b609" {
  bucket = "payments-0609"

  tags = {
    Number = "4263"
  }
}

# Bucket 610
resource "aws_s3_bucket" "b610" {
  bucket = "payments-0610"

  tags = {
    Number = "4270"
  }
}

# Bucket 611
resource "aws_s3_bucket" "b611" {
  bucket = "payments-0611"

  tags = {
    Number = "4277"
  }
}

# Bucket 612
resource "aws_s3_bucket" "b612" {
  bucket = "payments-0612"

  tags = {
    Number = "4284"
  }
}

# Bucket 613
resource "aws_s3_bucket" "b613" {
  bucket = "payments-0613"

  tags = {
    Number = "4291"
  }
}

# Bucket 614
resource "aws_s3_bucket" "b614" {
  bucket = "payments-0614"

  tags = {
    Number = "4298"
  }
}

# Bucket 615
resource "aws_s3_bucket" "b615" {
  bucket = "payments-0615"

  tags = {
    Number = "4305"
  }
}

# Bucket 616
resource "aws_s3_bucket" "b616" {
  bucket = "payments-0616"

  tags = {
    Number = "4312"
  }
}

# Bucket 617
resource "aws_s3_bucket" "b617" {
  bucket = "payments-0617"

  tags = {
    Number = "4319"
  }
}

# Bucket 618
resource "aws_s3_bucket" "b618" {
  bucket = "payments-0618"

  tags = {
    Number = "4326"
  }
}

# Bucket 619
resource "aws_s3_bucket" "b619" {
  bucket = "payments-0619"

  tags = {
    Number = "4333"
  }
}

